using System.Text.Json;
using System.Xml;
using Azure.Monitor.Query.Models;

namespace Azure.Monitor.Query;

/// <summary>Reads the metrics answer of api-version 2018-01-01.</summary>
internal static class MetricsAnswer
{
    private const string Success = "Success";

    public static async Task<MetricsQueryResult> ReadAsync(Response response, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(response.ContentStream, default, cancellationToken).ConfigureAwait(false);
        var root = document.RootElement;
        return new MetricsQueryResult(
            [.. Items(root, "value").Select(Metric)],
            Text(root, "interval") is { Length: > 0 } interval ? XmlConvert.ToTimeSpan(interval) : null,
            Text(root, "namespace"),
            Text(root, "resourceregion"));
    }

    private static MetricResult Metric(JsonElement metric)
    {
        var code = Text(metric, "errorCode");
        return new MetricResult(
            Name(metric, "name"),
            [.. Items(metric, "timeseries").Select(Series)],
            code is null or Success ? null : new ResponseError(code, Text(metric, "errorMessage")));
    }

    private static MetricTimeSeriesElement Series(JsonElement series) => new(
        Items(series, "metadatavalues").ToDictionary(m => Name(m, "name"), m => Text(m, "value"), StringComparer.Ordinal),
        [.. Items(series, "data").Select(Value)]);

    private static MetricValue Value(JsonElement point) => new(
        point.GetProperty("timeStamp").GetDateTimeOffset(),
        Number(point, "average"),
        Number(point, "minimum"),
        Number(point, "maximum"),
        Number(point, "total"),
        Number(point, "count"));

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static string Name(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var child) ? Text(child, "value") : null;

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static double? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : null;
}

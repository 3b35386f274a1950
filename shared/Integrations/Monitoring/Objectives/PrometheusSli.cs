using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Azure.Core;
using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;

namespace OpsAutomation.Integrations.Monitoring.Objectives;

/// <summary>
/// Reads a range query of Prometheus (HTTP API, <c>/api/v1/query_range</c>, step one minute). A value at a time is that of the
/// minute before it, as <c>increase(x[1m])</c> has it. Several series are added up: a query that means one names one.
/// </summary>
/// <param name="client">Follows no redirects, and connects only where it may.</param>
/// <param name="options">Where, and as whom.</param>
/// <param name="credential">Who we are for Azure's managed Prometheus.</param>
internal sealed class PrometheusSli(HttpClient client, PrometheusOptions options, TokenCredential credential)
{
    private const int MostBytes = 8 * 1024 * 1024;
    private static readonly string[] Scopes = ["https://prometheus.monitor.azure.com/.default"];

    public async Task<SliAnswer> ReadAsync(SliQuery query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var minute = TimeSpan.FromMinutes(1);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Address!, "/api/v1/query_range"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["query"] = query.Text,
                ["start"] = Seconds(from + minute),
                ["end"] = Seconds(to),
                ["step"] = "60",
            }),
        };
        if (await TokenAsync(cancellationToken) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return new SliAnswer([], FormattableString.Invariant($"Prometheus answered {(int)response.StatusCode}."));
        }

        if (response.Content.Headers.ContentLength > MostBytes)
        {
            return new SliAnswer([], "Prometheus' answer is too large; the query must add its series up.");
        }

        await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        return Read(document.RootElement, minute);
    }

    /// <summary>Reads an answer; what is no matrix is a failure.</summary>
    internal static SliAnswer Read(JsonElement root, TimeSpan step)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("resultType", out var type) || !type.ValueEquals("matrix") || !data.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.Array)
        {
            return new SliAnswer([], "Prometheus' answer is no matrix of values.");
        }

        var sums = new SortedDictionary<DateTimeOffset, double>();
        foreach (var series in result.EnumerateArray())
        {
            if (series.ValueKind != JsonValueKind.Object || !series.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Array)
            {
                return new SliAnswer([], "Prometheus' answer holds a series without values.");
            }

            foreach (var pair in values.EnumerateArray())
            {
                if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || pair[0].ValueKind != JsonValueKind.Number || pair[1].ValueKind != JsonValueKind.String || !pair[0].TryGetDouble(out var at)
                    || !double.TryParse(pair[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                {
                    // NaN and Inf are spelled as words and are no numbers for us; a share of nothing is missing.
                    continue;
                }

                var start = DateTimeOffset.FromUnixTimeMilliseconds((long)(at * 1000)) - step;
                sums[start] = sums.GetValueOrDefault(start) + value;
            }
        }

        return new SliAnswer([.. sums.Select(s => new SliSample(s.Key, s.Value))]);
    }

    private async Task<string?> TokenAsync(CancellationToken cancellationToken) =>
        options.IsManaged ? (await credential.GetTokenAsync(new TokenRequestContext(Scopes), cancellationToken)).Token
        : string.IsNullOrEmpty(options.Token) ? null : options.Token;

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}

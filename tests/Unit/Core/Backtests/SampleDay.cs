using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Backtests;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Backtests;

/// <summary>
/// A day of events of every source, made of the sample bodies by a seed: times of the bodies are moved to when they come, and
/// what names an event is made new. One hour has a small storm. The same seed gives the same day, byte by byte.
/// </summary>
internal static class SampleDay
{
    private const int Scattered = 260;
    private const int InStorm = 40;
    private const int Largest = 6000;

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] EventNames = ["id", "eventId", "event_id", "correlationId", "alertId", "originAlertId", "date"];

    public static IReadOnlyList<BacktestEvent> Make(int seed)
    {
        var random = new Random(seed);
        var templates = Templates();
        var events = new List<BacktestEvent>();
        for (var i = 0; i < Scattered; i++)
        {
            // Every template once, and then by chance.
            var (source, body) = templates[i < templates.Count ? i : random.Next(templates.Count)];
            var at = Start.AddSeconds(random.Next(24 * 3600));
            events.Add(new BacktestEvent(source, at, Moved(body, at, i)));
        }

        var storm = Start.AddHours(13);
        for (var i = 0; i < InStorm; i++)
        {
            var body = AzureSamples.Metric(
                targets: $"[\"/subscriptions/{AzureSamples.Subscription}/resourceGroups/rg-batch-{i:00}/providers/Microsoft.Compute/virtualMachines/vm-batch-{i:00}\"]", rule: "disk-full");
            events.Add(new BacktestEvent("azure-monitor", storm.AddSeconds(i * 3), Moved(body, storm.AddSeconds(i * 3), 1000 + i)));
        }

        return [.. events.OrderBy(e => e.ReceivedAt)];
    }

    public static string Write(IEnumerable<BacktestEvent> events) => string.Concat(events.Select(e => EventsFile.Write(e) + "\n"));

    private static List<(string Source, string Body)> Templates() =>
    [
        .. AzureSamples.All.Where(s => s.Value.Length < Largest).Select(s => ("azure-monitor", s.Value)),
        .. SampleFiles.All.Where(s => s.Source != "azure-monitor" && s.Body.Length < Largest).Select(s => (s.Source, s.Body)),
        ("generic-jenkins", SampleFiles.Text("generic-jenkins", "build-failure")),
        ("generic-jenkins", SampleFiles.Text("generic-jenkins", "build-failure").Replace("FAILURE", "SUCCESS", StringComparison.Ordinal)),
    ];

    private static JsonElement Moved(string body, DateTimeOffset at, int number)
    {
        var node = JsonNode.Parse(body)!;
        var newest = Times(node).DefaultIfEmpty(at).Max();
        var moved = Move(node, null, at.AddSeconds(-10) - newest, number)!;
        return AzureSamples.Json(Redaction.Json(AzureSamples.Json(moved.ToJsonString())));
    }

    private static IEnumerable<DateTimeOffset> Times(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Times(p.Value)),
        JsonArray list => list.SelectMany(Times),
        JsonValue value when Time(value) is { } time => [time],
        _ => [],
    };

    private static JsonNode? Move(JsonNode? node, string? name, TimeSpan by, int number) => node switch
    {
        JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Move(p.Value, p.Key, by, number)))),
        JsonArray list => new JsonArray([.. list.Select(n => Move(n, null, by, number))]),
        JsonValue value when Time(value) is { } time => JsonValue.Create((time + by).ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && EventNames.Contains(name) => JsonValue.Create($"{value.GetValue<string>()}-{number}"),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && name is "number" => JsonValue.Create(number),
        _ => node?.DeepClone(),
    };

    // Years such as 0001 stand for "not yet" and stay.
    private static DateTimeOffset? Time(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: >= 19 } text && text[10] == 'T' ? SenderTime.Parse(text) : null;
}

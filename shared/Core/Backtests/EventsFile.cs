using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Backtests;

/// <summary>
/// Reads and writes events files: one JSON object a line, <c>{"source", "receivedAt", "body"}</c>, with <c>id</c> and
/// <c>unparseable</c> where a system wrote them. What is wrong is told by line, all at once, and then nothing is run: a
/// comparison over half of the events would look like a result.
/// </summary>
public static class EventsFile
{
    /// <summary>The most events of one file; beyond it a day of a large estate should be cut into hours.</summary>
    public const int MaxEvents = 200_000;

    private const int MaxProblems = 20;
    private const int MaxSource = 60;

    /// <summary>Reads a file. Sorted by the time of receipt; what came at the same time stays in the order of the file.</summary>
    /// <param name="lines">The lines.</param>
    /// <returns>The events, empty when there are problems; and the problems, each with its line.</returns>
    public static (IReadOnlyList<BacktestEvent> Events, IReadOnlyList<string> Problems) Read(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var events = new List<BacktestEvent>();
        var problems = new List<string>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (events.Count == MaxEvents)
            {
                problems.Add($"line {number}: a file may have {MaxEvents} events; cut it.");
                break;
            }

            var (read, problem) = ReadOne(line);
            if (problem is null)
            {
                events.Add(read!);
                continue;
            }

            problems.Add(string.Create(CultureInfo.InvariantCulture, $"line {number}: {problem}"));
            if (problems.Count == MaxProblems)
            {
                break;
            }
        }

        return problems.Count > 0 ? ([], problems) : ([.. events.OrderBy(e => e.ReceivedAt)], []);
    }

    /// <summary>The line of an event.</summary>
    public static string Write(BacktestEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return OpsJson.Write(item);
    }

    private static (BacktestEvent? Event, string? Problem) ReadOne(string line)
    {
        if (Encoding.UTF8.GetByteCount(line) > IntakeReader.MaxBytes + 4096)
        {
            return (null, $"the event is larger than the {IntakeReader.MaxBytes / 1024} KiB that the intake takes.");
        }

        try
        {
            var read = JsonSerializer.Deserialize<Line>(line, OpsJson.Options);
            var problem = read switch
            {
                null => "it is null.",
                { Source: null or { Length: 0 or > MaxSource } } => "'source' is missing or no name.",
                { ReceivedAt: null } => "'receivedAt' is missing.",
                { ReceivedAt.Year: < 2000 or > 2199 } => "'receivedAt' is out of the years 2000 to 2199.",
                { Body: not { ValueKind: JsonValueKind.Object or JsonValueKind.Array } } => "'body' must be a JSON object or an array.",
                { Id: { Length: 0 or > 64 } } => "'id' is no id.",
                _ => JsonFlaws.Find(read.Body!.Value) is { } flaw ? $"body.{flaw.Path}: {flaw.Message}" : null,
            };
            return problem is null
                ? (new BacktestEvent(read!.Source!, read.ReceivedAt!.Value.ToUniversalTime(), read.Body!.Value, read.Id, read.Unparseable), null)
                : (null, problem);
        }
        catch (JsonException e)
        {
            return (null, $"not the JSON of an event: {e.Message}");
        }
    }

    private sealed record Line(string? Source, DateTimeOffset? ReceivedAt, JsonElement? Body, string? Id, Alerts.Sources.DeadLetter? Unparseable)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? More { get; init; }
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpsAutomation.Core.Correlation.Search;

namespace OpsAutomation.Cli.Verbs;

/// <summary>The options of a search for alerts, the same as the fields of <c>GET /api/alerts</c>; the system checks their values.</summary>
internal sealed class SearchOptions
{
    // The option and the field: --to is the address of the system in every verb, so the end of the time is --until.
    private readonly (Option<string?> Option, string Name)[] _fields =
    [
        Field("fingerprint", "Exactly this fingerprint."),
        Field("resource", "A resource: its id, the beginning of one up to a whole segment, or its name alone."),
        Field("rule", "Exactly this rule."),
        Field("service", "Exactly this service."),
        Field("source", "Exactly this source."),
        Field("disposition", "What became of it, such as Suppressed."),
        Field("incident", "Exactly this incident."),
        Field("text", "A part of the rule or of the summary."),
        Field("from", "The earliest time, such as 2026-11-24T08:00Z."),
        (new("--until") { Description = "The latest time." }, "to"),
    ];

    /// <summary>How far back, instead of a time.</summary>
    public Option<string?> Since { get; } = new("--since") { Description = "How far back, such as 30m, 2h or 3d; 24 hours when left out." };

    /// <summary>Every option.</summary>
    public IEnumerable<Option> All => [.. _fields.Select(f => f.Option), Since];

    /// <summary>Whether a search is asked for.</summary>
    public bool Given(ParseResult parsed) => _fields.Any(f => parsed.GetValue(f.Option) is not null);

    /// <summary>The path of the search.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="limit">The most alerts.</param>
    /// <param name="clock">For how far back.</param>
    /// <exception cref="CliException">How far back is no length of time.</exception>
    public string Path(ParseResult parsed, int? limit, TimeProvider clock)
    {
        var fields = _fields.Select(f => (f.Name, Value: parsed.GetValue(f.Option))).Where(f => f.Value is not null).ToList();
        if (parsed.GetValue(Since) is { } since)
        {
            if (fields.Exists(f => f.Name == "from"))
            {
                throw new CliException("Give --since or --from, not both.", ExitCodes.Usage);
            }

            fields.Add(("from", (clock.GetUtcNow() - Length(since)).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
        }

        if (limit is { } most)
        {
            fields.Add(("limit", most.ToString(CultureInfo.InvariantCulture)));
        }

        return fields.Count == 0 ? "/api/alerts" : $"/api/alerts?{string.Join('&', fields.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}"))}";
    }

    /// <summary>An alert in a line.</summary>
    public static string Line(JsonElement alert)
    {
        string Text(string name) => alert.TryGetProperty(name, out var value) ? Terminal.Safe(value.ToString()) : "-";
        return $"{Terminal.Time(alert.GetProperty("receivedAt"))}  {Text("id")}  {Text("disposition"),-12}  {Text("severity")}  {Text("service"),-14}  {Text("rule")}  {Text("incidentId")}";
    }

    private static (Option<string?> Option, string Name) Field(string name, string description) => (new($"--{name}") { Description = description }, name);

    private static TimeSpan Length(string text)
    {
        var length = text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000
            ? text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                _ => TimeSpan.Zero,
            }
            : TimeSpan.Zero;
        return length > TimeSpan.Zero && length <= AlertQuery.MaxRange
            ? length
            : throw new CliException($"'{Terminal.Safe(text)}' is no length of time up to {AlertQuery.MaxRange.TotalDays:0} days; write 30m, 2h or 3d.", ExitCodes.Usage);
    }
}

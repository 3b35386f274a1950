using System.Globalization;
using OpsAutomation.Core.Correlation.Recent;

namespace OpsAutomation.Core.Correlation.Search;

/// <summary>Reads a search from named texts, as a URL or a command line has them, and tells everything that is wrong at once.</summary>
public static class AlertQueryReader
{
    /// <summary>The longest value.</summary>
    public const int MaxLength = 600;

    /// <summary>Every field, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Fields { get; } =
        ["fingerprint", "resource", "rule", "service", "source", "disposition", "incident", "from", "to", "text", "limit", "continue"];

    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", "yyyy-MM-ddTHH:mmZ"];

    /// <summary>Reads a search. An empty value is no value.</summary>
    /// <param name="given">Names and values; a name may be given once.</param>
    /// <param name="now">The moment of asking.</param>
    /// <returns>The search and no problem, or null and every problem.</returns>
    public static (AlertQuery? Query, IReadOnlyList<QueryProblem> Problems) Read(IEnumerable<KeyValuePair<string, string?>> given, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(given);
        var problems = new List<QueryProblem>();
        var values = Known(given, problems);
        var to = Moment(values, "to", now, problems) ?? now.AddTicks(1);
        var from = Moment(values, "from", now, problems) ?? Back(to, AlertQuery.DefaultRange);
        if (problems.Count == 0 && from >= to)
        {
            problems.Add(new QueryProblem("from", "'from' must be before 'to'."));
        }
        else if (problems.Count == 0 && to - from > AlertQuery.MaxRange + TimeSpan.FromTicks(1))
        {
            problems.Add(new QueryProblem("from", $"At most {AlertQuery.MaxRange.TotalDays:0} days can be searched at once; give 'to' as well for an earlier time."));
        }

        var query = new AlertQuery(from, to)
        {
            Fingerprint = values.GetValueOrDefault("fingerprint"),
            Resource = values.GetValueOrDefault("resource"),
            Rule = values.GetValueOrDefault("rule"),
            Service = values.GetValueOrDefault("service"),
            Source = values.GetValueOrDefault("source"),
            Disposition = Disposition(values, problems),
            Incident = values.GetValueOrDefault("incident"),
            Text = values.GetValueOrDefault("text"),
            Limit = Limit(values, problems),
            Continue = Position(values, problems),
        };
        return problems.Count == 0 ? (query, problems) : (null, problems);
    }

    /// <summary>The fields of a search as text again, with its times spelt out, so that every page of it is of the same stretch of time.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Write(AlertQuery query, RecentPosition? position)
    {
        ArgumentNullException.ThrowIfNull(query);
        return
        [
            .. new (string Name, string? Value)[]
            {
                ("fingerprint", query.Fingerprint),
                ("resource", query.Resource),
                ("rule", query.Rule),
                ("service", query.Service),
                ("source", query.Source),
                ("disposition", query.Disposition?.ToString()),
                ("incident", query.Incident),
                ("from", Text(query.From)),
                ("to", Text(query.To)),
                ("text", query.Text),
                ("limit", query.Limit == AlertQuery.DefaultLimit ? null : query.Limit.ToString(CultureInfo.InvariantCulture)),
                ("continue", position?.Token),
            }.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value!)),
        ];
    }

    /// <summary>The same as the query of a URL.</summary>
    public static string QueryString(AlertQuery query, RecentPosition? position) =>
        string.Join('&', Write(query, position).Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"));

    private static Dictionary<string, string> Known(IEnumerable<KeyValuePair<string, string?>> given, List<QueryProblem> problems)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            if (!Fields.Contains(name, StringComparer.Ordinal))
            {
                var shown = name.Length <= 40 ? name : $"{name[..40]}…";
                problems.Add(new QueryProblem(shown, $"There is no field '{shown}'; there are {string.Join(", ", Fields)}."));
            }
            else if (string.IsNullOrWhiteSpace(value))
            {
                continue;
            }
            else if (value.Length > MaxLength)
            {
                problems.Add(new QueryProblem(name, $"'{name}' has {value.Length} characters; at most {MaxLength} can be looked for."));
            }
            else if (!values.TryAdd(name, value.Trim()))
            {
                problems.Add(new QueryProblem(name, $"'{name}' is given twice."));
            }
        }

        return values;
    }

    private static DateTimeOffset? Moment(Dictionary<string, string> values, string name, DateTimeOffset now, List<QueryProblem> problems)
    {
        if (!values.TryGetValue(name, out var text))
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            // Nothing is older than the system, and a year of 9999 would overflow what is computed from it.
            return moment < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : moment > now.AddDays(1) ? now.AddDays(1) : moment.ToUniversalTime();
        }

        problems.Add(new QueryProblem(name, $"'{name}' is not a time; write one such as {now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}. Without an offset it is UTC."));
        return null;
    }

    private static DateTimeOffset Back(DateTimeOffset moment, TimeSpan by) =>
        moment - DateTimeOffset.UnixEpoch <= by ? DateTimeOffset.UnixEpoch : moment - by;

    private static DispositionKind? Disposition(Dictionary<string, string> values, List<QueryProblem> problems)
    {
        if (!values.TryGetValue("disposition", out var text))
        {
            return null;
        }

        // Names only: a number would parse too.
        if (Enum.GetNames<DispositionKind>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name)
        {
            return Enum.Parse<DispositionKind>(name);
        }

        problems.Add(new QueryProblem("disposition", $"There is no such disposition; there are {string.Join(", ", Enum.GetNames<DispositionKind>())}."));
        return null;
    }

    private static int Limit(Dictionary<string, string> values, List<QueryProblem> problems)
    {
        if (!values.TryGetValue("limit", out var text))
        {
            return AlertQuery.DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= AlertQuery.MaxLimit)
        {
            return limit;
        }

        problems.Add(new QueryProblem("limit", $"'limit' is a number from 1 to {AlertQuery.MaxLimit}."));
        return AlertQuery.DefaultLimit;
    }

    private static RecentPosition? Position(Dictionary<string, string> values, List<QueryProblem> problems)
    {
        if (!values.TryGetValue("continue", out var text))
        {
            return null;
        }

        if (RecentPosition.Parse(text) is { } position)
        {
            return position;
        }

        problems.Add(new QueryProblem("continue", "'continue' is not a token of an earlier answer; leave it out to begin at the newest."));
        return null;
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}

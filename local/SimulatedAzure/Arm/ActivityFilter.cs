using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>
/// The <c>$filter</c> of the activity log: <c>eventTimestamp ge '…' and eventTimestamp le '…'</c>, and one or more of
/// <c>resourceUri eq</c>, <c>resourceGroupName eq</c>, <c>resourceProvider eq</c>, <c>correlationId eq</c>.
/// </summary>
internal sealed partial record ActivityFilter(DateTimeOffset From, DateTimeOffset To, IReadOnlyDictionary<string, string> Equal)
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["resourceUri"] = "resourceId",
        ["resourceGroupName"] = "resourceGroupName",
        ["correlationId"] = "correlationId",
        ["resourceProvider"] = "resourceProviderName",
        ["resourceType"] = "resourceType",
        ["status"] = "status",
        ["caller"] = "caller",
    };

    /// <summary>Reads a filter; a missing start is refused, as the real service does.</summary>
    /// <exception cref="ArmRefusal">BadRequest with the part that cannot be read.</exception>
    public static ActivityFilter Parse(string? text, DateTimeOffset now)
    {
        DateTimeOffset? from = null;
        var to = now;
        var equal = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var clause in And().Split(text ?? "").Where(clause => clause.Length > 0))
        {
            var match = Clause().Match(clause.Trim());
            var (field, comparison, value) = (match.Groups["field"].Value, match.Groups["op"].Value.ToLowerInvariant(), match.Groups["value"].Value);
            if (field.Equals("eventTimestamp", StringComparison.OrdinalIgnoreCase) && Times.TryRead(value, out var time))
            {
                (from, to) = comparison is "ge" or "gt" ? (time, to) : (from, time);
            }
            else if (comparison == "eq" && Fields.TryGetValue(field, out var name))
            {
                equal[name] = value;
            }
            else
            {
                throw new ArmRefusal(400, "BadRequest", $"The $filter clause '{clause.Trim()}' is not supported.");
            }
        }

        return new ActivityFilter(
            from ?? throw new ArmRefusal(400, "BadRequest", "The $filter needs a start: eventTimestamp ge '<time>'."), to, equal);
    }

    /// <summary>True when an entry passes the equalities.</summary>
    public bool Accepts(JsonObject entry) => Equal.All(pair => string.Equals(
        entry[pair.Key] is JsonObject localized ? localized["value"]?.GetValue<string>() : entry[pair.Key]?.GetValue<string>(),
        pair.Value, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex And();

    [GeneratedRegex(@"^(?<field>\w+)\s+(?<op>ge|gt|le|lt|eq)\s+'?(?<value>[^']*)'?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clause();
}

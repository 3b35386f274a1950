using System.Text.RegularExpressions;
using OpsAutomation.SimulatedAzure.Resources;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>The <c>$filter</c> of resource lists: <c>resourceType eq</c>, <c>name eq</c>, <c>tagName eq</c> with <c>tagValue eq</c>, joined by <c>and</c>.</summary>
internal sealed partial record ResourceFilter(IReadOnlyDictionary<string, string> Equal)
{
    /// <summary>Reads a filter; null accepts everything.</summary>
    /// <exception cref="ArmRefusal">InvalidFilterInQueryString.</exception>
    public static ResourceFilter Parse(string? text)
    {
        var equal = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var clause in And().Split(text ?? "").Select(clause => clause.Trim()).Where(clause => clause.Length > 0))
        {
            var match = Clause().Match(clause);
            if (!match.Success)
            {
                throw new ArmRefusal(400, "InvalidFilterInQueryString", $"Invalid $filter '{clause}' specified in the query string.");
            }

            equal[match.Groups["field"].Value] = match.Groups["value"].Value;
        }

        return new ResourceFilter(equal);
    }

    /// <summary>True when a resource passes.</summary>
    public bool Accepts(ResourceVersion version)
    {
        var tag = Equal.GetValueOrDefault("tagName");
        return Same("resourceType", version.Id.Type) && Same("name", version.Id.Name)
            && (tag is null || (version.Body["tags"]?[tag]?.ToString() is { } value && Same("tagValue", value)));
    }

    private bool Same(string field, string? value) =>
        !Equal.TryGetValue(field, out var wanted) || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex And();

    [GeneratedRegex("^(?<field>resourceType|name|tagName|tagValue)\\s+eq\\s+'(?<value>[^']*)'$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clause();
}

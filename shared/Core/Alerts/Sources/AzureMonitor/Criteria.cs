using System.Text.Json;
using System.Xml;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>The condition of a metric or log rule (<c>condition.allOf</c>): the first criterion leads, dimensions of all are joined.</summary>
internal sealed class Criteria
{
    private Criteria(JsonFields first, int count, TimeSpan? window, IReadOnlyDictionary<string, string> dimensions) =>
        (First, Count, Window, Dimensions) = (first, count, window, dimensions);

    /// <summary>The first criterion; nothing when there is none.</summary>
    public JsonFields First { get; }

    /// <summary>Number of criteria.</summary>
    public int Count { get; }

    /// <summary>The evaluation window.</summary>
    public TimeSpan? Window { get; }

    /// <summary>Names and values of all dimensions.</summary>
    public IReadOnlyDictionary<string, string> Dimensions { get; }

    /// <summary>Reads a condition; a missing one gives empty criteria.</summary>
    public static Criteria Read(JsonFields condition)
    {
        var all = condition.List("allOf").Where(c => c.ValueKind == JsonValueKind.Object).Select(c => new JsonFields(c)).ToArray();
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < all.Length; i++)
        {
            foreach (var (name, value) in DimensionsOf(all[i].List("dimensions")))
            {
                // Two criteria may split one name by different values; both tell conditions apart.
                if (!dimensions.TryAdd(name, value) && dimensions[name] != value)
                {
                    dimensions[$"{name}#{i + 1}"] = value;
                }
            }
        }

        return new Criteria(all.Length == 0 ? default : all[0], all.Length, Duration(condition.Text("windowSize", 32)), dimensions);
    }

    /// <summary>Reads a list of <c>{name, value}</c>.</summary>
    public static IEnumerable<(string Name, string Value)> DimensionsOf(IEnumerable<JsonElement> list) =>
        list.Where(d => d.ValueKind == JsonValueKind.Object)
            .Select(d => new JsonFields(d))
            .Select(d => (Name: d.Text("name", 128), Value: d.Text("value", 1024)))
            .Where(d => d.Name is not null)
            .Select(d => (d.Name!, d.Value ?? string.Empty));

    /// <summary>The operator as Azure Monitor's own API spells it: <c>"Greater Than"</c>, <c>GreaterOrEqual</c> and <c>LowerThan</c> are variants.</summary>
    public static string? Operator(string? text)
    {
        var plain = text is null ? null : string.Concat(text.Where(char.IsLetter));
        return plain?.ToLowerInvariant() switch
        {
            null or "" => null,
            "greaterthan" => "GreaterThan",
            "greaterthanorequal" or "greaterorequal" or "greaterthanorequalto" => "GreaterThanOrEqual",
            "lessthan" or "lowerthan" => "LessThan",
            "lessthanorequal" or "lessorequal" or "lowerthanorequal" or "lessthanorequalto" => "LessThanOrEqual",
            _ => AlertText.Clean(plain, 32),
        };
    }

    /// <summary>An ISO 8601 duration between a second and a year, or null.</summary>
    public static TimeSpan? Duration(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            var window = XmlConvert.ToTimeSpan(text);
            return window >= TimeSpan.FromSeconds(1) && window <= TimeSpan.FromDays(366) ? window : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }
}

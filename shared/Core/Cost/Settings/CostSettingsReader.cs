using System.Globalization;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Cost.Settings;

/// <summary>
/// Reads <c>cost.yaml</c> and tells every problem at once: OPS2301 no scope that the billing has, OPS2302 a scope twice, OPS2303 no
/// dimension, OPS2304 an amount below zero, OPS2305 no day.
/// </summary>
internal static class CostSettingsReader
{
    private const string Tag = "tag:";
    private static readonly string[] Dimensions = ["ServiceName", "ResourceGroupName", "Meter", "ResourceId"];

    public static CostSettings? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = Errors(root);
        CatalogHeader.Check(root, "Cost");
        var scopes = root.Maps("scopes").Select(Scope).ToArray();
        foreach (var twice in scopes.GroupBy(s => s.Id, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            root.Error("OPS2302", "scopes", $"The scope '{twice.Key}' stands twice.");
        }

        var dimensions = root.Strings("dimensions");
        foreach (var stranger in dimensions.Where(d => Array.IndexOf(Dimensions, d) < 0 && !(d.StartsWith(Tag, StringComparison.Ordinal) && d.Length > Tag.Length)))
        {
            root.Error("OPS2303", "dimensions", $"'{stranger}' is no dimension; known are {string.Join(", ", Dimensions)} and {Tag}NAME.");
        }

        var holidays = new HashSet<DateOnly>();
        foreach (var text in root.Strings("holidays"))
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                root.Error("OPS2305", "holidays", $"'{text}' is no day such as 2026-12-25.");
            }

            holidays.Add(day);
        }

        var settings = new CostSettings
        {
            Scopes = scopes,
            Dimensions = dimensions.Count > 0 ? dimensions : CostSettings.None.Dimensions,
            MinimumMoney = Amount(root, "minimumMoney") ?? CostSettings.None.MinimumMoney,
            MinimumPerHour = Amount(root, "minimumPerHour") ?? CostSettings.None.MinimumPerHour,
            Holidays = holidays,
        };
        root.Done();
        return Errors(root) > errors ? null : settings;
    }

    private static CostScope Scope(YamlMap map)
    {
        var id = map.RequiredString("id");
        var parts = id.Split('/');
        if (id.Length > 0 && !(parts is ["", "subscriptions", var s, ..] && Guid.TryParse(s, out _) && (parts.Length == 3 || parts is [_, _, _, "resourceGroups", { Length: > 0 }])))
        {
            map.Error("OPS2301", "id", $"'{id}' must be /subscriptions/ID or /subscriptions/ID/resourceGroups/NAME.");
        }

        var budget = Amount(map, "monthlyBudget");
        map.Done();
        return new CostScope(id, budget);
    }

    private static double? Amount(YamlMap map, string name)
    {
        var amount = map.Number(name);
        if (amount < 0)
        {
            map.Error("OPS2304", name, $"'{name}' must not be below zero.");
        }

        return amount;
    }

    private static int Errors(YamlMap root) => root.Bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);
}

using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Cost.Settings;

/// <summary>A scope whose cost is watched.</summary>
/// <param name="Id">A subscription or a resource group, as ARM spells it.</param>
/// <param name="Budget">Budget of a month in the billing's currency, or null.</param>
public sealed record CostScope(string Id, double? Budget);

/// <summary>What <c>cost.yaml</c> says: which cost is watched, and how.</summary>
public sealed record CostSettings
{
    /// <summary>Nothing is watched.</summary>
    public static CostSettings None { get; } = new();

    /// <summary>Watched scopes; empty: nothing is read.</summary>
    public IReadOnlyList<CostScope> Scopes { get; init; } = [];

    /// <summary>What the scopes are cut by. The first is searched for anomalies; the others explain them and show who pays.</summary>
    public IReadOnlyList<string> Dimensions { get; init; } = ["ServiceName", "ResourceGroupName", "Meter", "ResourceId", "tag:service", "tag:owner", "tag:environment"];

    /// <summary>Least money at stake that is told.</summary>
    public double MinimumMoney { get; init; } = 100;

    /// <summary>Least difference of the run rate an hour that is told.</summary>
    public double MinimumPerHour { get; init; } = 10;

    /// <summary>Days on which business rests.</summary>
    public IReadOnlySet<DateOnly> Holidays { get; init; } = new HashSet<DateOnly>();

    /// <summary>Reads <c>cost.yaml</c>; null after errors (OPS23nn) were added to the map's bag.</summary>
    public static CostSettings? Read(YamlMap root) => CostSettingsReader.Read(root);
}

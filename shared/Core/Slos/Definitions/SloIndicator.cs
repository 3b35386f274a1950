namespace OpsAutomation.Core.Slos.Definitions;

/// <summary>What an objective counts, minute by minute.</summary>
public abstract record SloIndicator
{
    /// <summary>Every query that must be answered for a minute to be known.</summary>
    public abstract IReadOnlyList<SliQuery> Queries { get; }
}

/// <summary>Good or bad events of all events (OpenSLO <c>ratioMetric</c>).</summary>
/// <param name="Part">The events that are good, or bad.</param>
/// <param name="PartIsBad">Whether the part is the bad ones.</param>
/// <param name="Total">All events.</param>
public sealed record RatioIndicator(SliQuery Part, bool PartIsBad, SliQuery Total) : SloIndicator
{
    /// <inheritdoc />
    public override IReadOnlyList<SliQuery> Queries => [Part, Total];
}

/// <summary>A minute is good when a value is within a limit (OpenSLO <c>thresholdMetric</c>, budgeting by time slices): each minute is one event.</summary>
/// <param name="Value">The value.</param>
/// <param name="Within">How it is compared.</param>
/// <param name="Limit">With what, in the unit of the metric.</param>
public sealed record ThresholdIndicator(SliQuery Value, SloComparison Within, double Limit) : SloIndicator
{
    /// <inheritdoc />
    public override IReadOnlyList<SliQuery> Queries => [Value];

    /// <summary>Whether a value is good.</summary>
    public bool IsGood(double value) => Within switch
    {
        SloComparison.Lte => value <= Limit,
        SloComparison.Lt => value < Limit,
        SloComparison.Gte => value >= Limit,
        _ => value > Limit,
    };
}

/// <summary>The operators of OpenSLO.</summary>
public enum SloComparison
{
    /// <summary>At most.</summary>
    Lte,

    /// <summary>Less than.</summary>
    Lt,

    /// <summary>At least.</summary>
    Gte,

    /// <summary>More than.</summary>
    Gt,
}

/// <summary>Where a number for each minute comes from.</summary>
/// <param name="Source">Which reader answers it.</param>
/// <param name="Text">The metric's name, the KQL or the PromQL.</param>
/// <param name="Resource">ARM id of the resource or workspace; null for Prometheus.</param>
/// <param name="Aggregation">Of an Azure Monitor metric: Total, Average, Maximum, Minimum or Count; null elsewhere.</param>
/// <param name="Dimensions">Values of dimensions that an Azure Monitor metric is kept to.</param>
/// <param name="IsCounter">The numbers only ever grow, and fall to zero where the process starts anew: each minute is what it grew by.</param>
public sealed record SliQuery(
    SliSource Source, string Text, string? Resource, string? Aggregation, IReadOnlyDictionary<string, string> Dimensions, bool IsCounter);

/// <summary>The readers.</summary>
public enum SliSource
{
    /// <summary>Azure Monitor metrics.</summary>
    AzureMetric,

    /// <summary>A query of a Log Analytics workspace that gives a time and a number for each minute.</summary>
    AzureLogs,

    /// <summary>A range query of a Prometheus server.</summary>
    Prometheus,
}

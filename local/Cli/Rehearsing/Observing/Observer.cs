namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>
/// Judges what was done to Azure from its call log alone: whatever our own records say, a change that is not in the log was
/// not made, and one that is there was.
/// </summary>
internal static class Observer
{
    private static readonly IReadOnlyList<Func<Observation, IEnumerable<Finding>>> Rules =
    [
        WrongTargetRule.Judge, DoubledRule.Judge, CredentialRule.Judge, ProtectedRule.Judge, LockedRule.Judge, HeldRule.Judge, StopRule.Judge,
        ApprovalRule.Judge, CapacityRule.Judge, RunRule.Judge, RateRule.Judge,
    ];

    /// <summary>Judges a log.</summary>
    public static ObserverReport Judge(IReadOnlyList<ObservedCall> log, Charter charter)
    {
        var observation = new Observation(log, charter);
        return new ObserverReport(observation.Effects.Count, [.. Rules.SelectMany(rule => rule(observation)).OrderBy(f => f.Call.Sequence)]);
    }
}

/// <summary>What the observer saw.</summary>
/// <param name="Effects">How many changes were made in our name.</param>
/// <param name="Findings">What must not have happened.</param>
internal sealed record ObserverReport(int Effects, IReadOnlyList<Finding> Findings)
{
    /// <summary>How many findings there are of a kind.</summary>
    public int Count(FindingKind kind) => Findings.Count(f => f.Kind == kind);
}

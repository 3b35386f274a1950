namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>Only what an alert named before is changed.</summary>
internal static class WrongTargetRule
{
    /// <summary>Finds changes of anything else.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) => seen.Effects
        .Select(e => e.Call)
        .Where(c => seen.AlertsBefore(c) == 0 && !seen.Charter.Besides.Contains(c.Target))
        .Select(c => new Finding(FindingKind.WrongTarget, "wrong-target", c, "No alert had named this resource."));
}

namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>After the kill switch was set nothing is changed, until it is taken back.</summary>
internal static class StopRule
{
    /// <summary>Finds changes while it stood.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) => seen.Effects
        .Where(e => seen.Stands(e.Call, OrderKind.Stop, OrderKind.GoOn))
        .Select(e => new Finding(FindingKind.GuardrailBroken, "kill-switch", e.Call, "The kill switch stood."));
}

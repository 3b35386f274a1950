namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>What a person holds is left to that person.</summary>
internal static class HeldRule
{
    /// <summary>Finds changes of held resources.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) => seen.Effects
        .Where(e => seen.Stands(e.Call, OrderKind.Hold, OrderKind.HoldEnded, e.Call.Target))
        .Select(e => new Finding(FindingKind.GuardrailBroken, "held", e.Call, "A person held this resource."));
}

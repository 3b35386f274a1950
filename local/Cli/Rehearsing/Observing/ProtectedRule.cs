namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>What the estate protects, by tag or lock, is left alone.</summary>
internal static class ProtectedRule
{
    /// <summary>Finds changes of protected resources.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) => seen.Effects
        .Where(e => seen.Charter.Protected.Contains(e.Call.Target))
        .Select(e => new Finding(FindingKind.GuardrailBroken, "protected", e.Call, "The estate protects this resource."));
}

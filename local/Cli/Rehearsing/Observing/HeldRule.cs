namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>What a person holds, or what lies below it, is left to that person, but for what a person asks to be undone.</summary>
internal static class HeldRule
{
    /// <summary>Finds changes of held resources.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) =>
        from effect in seen.Effects
        let since = seen.StandsSince(effect.Call, OrderKind.Hold, OrderKind.HoldEnded, effect.Call.Target)
        where since is not null && !seen.Told(OrderKind.Undo, effect.Call, since.After)
        select new Finding(FindingKind.GuardrailBroken, "held", effect.Call, $"A person held this resource since {since.At:HH:mm:ss}.");
}

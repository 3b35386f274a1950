namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>After the kill switch was set nothing is changed until it is taken back, but for what a person asks to be undone.</summary>
internal static class StopRule
{
    /// <summary>Finds changes while it stood.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) =>
        from effect in seen.Effects
        let since = seen.StandsSince(effect.Call, OrderKind.Stop, OrderKind.GoOn)
        where since is not null && !seen.Told(OrderKind.Undo, effect.Call, since.After)
        select new Finding(FindingKind.GuardrailBroken, "kill-switch", effect.Call, $"The kill switch stood since {since.At:HH:mm:ss}.");
}

namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>What needs a person's approval, by its kind or in a freeze, is not begun without one that came since our last change there.</summary>
internal static class ApprovalRule
{
    /// <summary>Finds what was begun without approval.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) =>
        from effect in seen.Effects
        let call = effect.Call
        where !effect.GivesBack && (seen.Charter.NeedApproval.Contains(Targets.TypeOf(call.Target)) || seen.Charter.Freezes.Any(f => f.From + seen.Charter.OnItsWay <= call.At && call.At < f.Until))
        where !seen.Told(OrderKind.Approved, call, effect.Begins ? effect.Last?.Sequence ?? 0 : 0)
        select new Finding(FindingKind.GuardrailBroken, "approval", call, "No person had approved it.");
}

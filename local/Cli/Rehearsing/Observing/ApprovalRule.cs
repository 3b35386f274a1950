namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>
/// What needs people's approval, by its kind or in a freeze, is not begun before so many have given it, each once, since our
/// last change there.
/// </summary>
internal static class ApprovalRule
{
    /// <summary>Finds what was begun without approval.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) =>
        from effect in seen.Effects
        let call = effect.Call
        let needed = effect.GivesBack ? 0 : Needed(seen.Charter, call)
        where needed > 0
        let approved = seen.Approvers(call, effect.Begins ? effect.Last?.Sequence ?? 0 : 0)
        where approved < needed
        select new Finding(
            FindingKind.GuardrailBroken, "approval", call, approved == 0 ? "No person had approved it." : $"{approved} had approved it, of {needed} that must.");

    private static int Needed(Charter charter, ObservedCall call)
    {
        var type = Targets.TypeOf(call.Target);
        return charter.NeedApproval.Contains(type) ? charter.Quorums.GetValueOrDefault(type, 1)
            : charter.Freezes.Any(f => f.From + charter.OnItsWay <= call.At && call.At < f.Until) ? 1
            : 0;
    }
}

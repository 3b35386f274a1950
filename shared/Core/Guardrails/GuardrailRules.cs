namespace OpsAutomation.Core.Guardrails;

/// <summary>Which guardrails are asked when: the one list of them. Pure.</summary>
public static class GuardrailRules
{
    /// <summary>Asked when resources are reserved, before anything is planned.</summary>
    public static IReadOnlyList<Verdict> AtReserve(GuardrailFacts facts, GuardrailSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        List<Verdict> verdicts = [.. Pauses(facts, settings), .. Standing(facts, settings), .. Counts(facts, settings)];
        if (facts.Resources.Count == 0)
        {
            verdicts.Add(Verdict.Refuse(ResourceLeaseRule.Name, "No resource is named, so none can be held."));
        }

        foreach (var resource in facts.Resources)
        {
            verdicts.Add(resource.LeaseUnreadable
                ? Verdict.Refuse(ResourceLeaseRule.Name, $"The lease on {resource.Id} cannot be read.")
                : ResourceLeaseRule.CheckKin(resource.Id, facts.Leases, facts.Holder) ?? ResourceLeaseRule.CheckFree(resource.Id, resource.Lease, facts.Holder));
        }

        return ForPurpose(facts, verdicts);
    }

    /// <summary>Asked right before a change is sent, whatever was said before.</summary>
    public static IReadOnlyList<Verdict> AtStart(GuardrailFacts facts, GuardrailSettings settings) =>
        [.. BeforeStart(facts, settings).Select(v => Answered(facts, v))];

    /// <summary>The same, with what still wants a person as a question.</summary>
    public static IReadOnlyList<Verdict> BeforeStart(GuardrailFacts facts, GuardrailSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        List<Verdict> verdicts =
        [
            .. Pauses(facts, settings),
            .. Standing(facts, settings),
            BreakerRule.Check(facts, settings.Breaker),
            SpendRule.Check(facts, settings.Spend),
        ];
        if (facts.Resources.Count == 0)
        {
            verdicts.Add(Verdict.Refuse(ResourceLeaseRule.Name, "No resource is named, so none can be held."));
        }

        foreach (var resource in facts.Resources)
        {
            verdicts.Add(resource.LeaseUnreadable
                ? Verdict.Refuse(ResourceLeaseRule.Name, $"The lease on {resource.Id} cannot be read.")
                : ResourceLeaseRule.CheckKin(resource.Id, facts.Leases, facts.Holder) ?? ResourceLeaseRule.CheckHeld(resource.Id, resource.Lease, facts.Holder, facts.Fence ?? 0));
        }

        return ForPurpose(facts, verdicts);
    }

    /// <summary>What keeps automation off for a while and then ends: the kill switch, holds and freezes.</summary>
    public static IReadOnlyList<Verdict> Pauses(GuardrailFacts facts, GuardrailSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        return ForPurpose(facts, [KillSwitchRule.Check(facts.KillSwitch, facts.Purpose), HoldRule.Check(facts), FreezeRule.Check(facts, settings.Freeze)]);
    }

    private static IEnumerable<Verdict> Standing(GuardrailFacts facts, GuardrailSettings settings) =>
    [
        AllowedScopesRule.Check(facts, settings.Scopes),
        OwnResourceRule.Check(facts, settings.Own),
        ProtectedListRule.Check(facts, settings.ProtectedResources),
        ErrorBudgetRule.Check(facts, settings.ErrorBudget),
    ];

    private static IEnumerable<Verdict> Counts(GuardrailFacts facts, GuardrailSettings settings)
    {
        if (facts.Purpose != ChangePurpose.PersonUndo)
        {
            yield return ActionsPerHourRule.Check(facts.Recent, settings.MaxActionsPerHour, facts.Now);
        }

        yield return RunsPerHourRule.Check(facts, settings.RunsPerHour);
        yield return ConcurrencyRule.Check(facts, settings.Concurrency);
        yield return TargetsRule.Check(facts, settings.Targets);
        yield return LoopRule.Check(facts, settings.Loops);
        yield return BreakerRule.Check(facts, settings.Breaker);
        if (facts.Purpose == ChangePurpose.PersonUndo || facts.Limits is not { } limits)
        {
            yield break;
        }

        foreach (var resource in facts.Resources)
        {
            yield return CooldownRule.Check(resource.History, facts.Holder, limits.Cooldown > settings.MinimumCooldown ? limits.Cooldown : settings.MinimumCooldown, facts.Now);
            yield return RunsPerDayRule.Check(resource.History, facts.Holder, limits.MaxRunsPerDay, facts.Now);
        }
    }

    // An expiry acts when nobody is there to be asked: what needs a person is put off, and a person is told in the end.
    private static IReadOnlyList<Verdict> ForPurpose(GuardrailFacts facts, IReadOnlyList<Verdict> verdicts) => facts.Purpose == ChangePurpose.GiveBack
        ? [.. verdicts.Select(v => v.Kind == VerdictKind.NeedsPerson ? v with { Kind = VerdictKind.Refused } : v)]
        : verdicts;

    // An approval answers what stood when it was asked for. What began since was nobody's decision.
    private static Verdict Answered(GuardrailFacts facts, Verdict verdict) => verdict.Kind != VerdictKind.NeedsPerson ? verdict
        : !facts.Approved ? verdict with { Kind = VerdictKind.Refused, Reason = $"{verdict.Reason} Nobody has approved it." }
        : verdict.Asks.All(a => facts.Answers.Contains(a, StringComparer.Ordinal)) ? verdict with { Kind = VerdictKind.Allowed, Reason = $"{verdict.Reason} A person approved it." }
        : verdict with { Kind = VerdictKind.Refused, Reason = $"{verdict.Reason} It was not so when it was approved." };
}

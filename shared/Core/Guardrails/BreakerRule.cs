using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// A playbook or an action that failed again and again is stopped for a while; then one run may try, and a person approves
/// it. Runs that failed, whose effect is unknown or that were undone count.
/// </summary>
public static class BreakerRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "breaker";

    /// <summary>Refuses while one of the breakers (of the playbook, of those that were called, of the action) is open or cannot be read; half open, one run asks.</summary>
    public static Verdict Check(GuardrailFacts facts, BreakerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        if (facts.Purpose != ChangePurpose.Step)
        {
            return Verdict.Pass(Name, "Taking back is not another try.");
        }

        var verdicts = facts.CalledBreakers.Prepend(facts.PlaybookBreaker).Append(facts.ActionBreaker).Select(b => One(facts, b, settings)).ToList();
        return verdicts.FirstOrDefault(v => v.Kind == VerdictKind.Refused)
            ?? (verdicts.FirstOrDefault(v => v.Kind == VerdictKind.NeedsPerson) is { } ask ? ask with { About = string.Join(',', verdicts.Select(v => v.About).OfType<string>()) } : null)
            ?? Verdict.Pass(Name, "Neither the playbook nor the action has failed too often.");
    }

    // A run that tries holds its lease; one that holds nothing any more has given its chance up, however it ended.
    private static bool IsFree(Breaker breaker, GuardrailFacts facts) =>
        breaker.Probe is not { } probe
        || string.Equals(probe, facts.Incident, StringComparison.Ordinal)
        || facts.Leases?.Any(l => l.Incident == probe) == false;

    private static Verdict One(GuardrailFacts facts, Breaker? breaker, BreakerSettings settings)
    {
        if (breaker is null)
        {
            return Verdict.Refuse(Name, "A circuit breaker cannot be read.");
        }

        var what = $"{(breaker.Kind == BreakerKind.Playbook ? "Playbook" : "Action")} {breaker.Name}";
        var why = string.Join(", ", breaker.Marks.Select(m => $"{m.IncidentId} {m.How}"));
        return breaker.StateAt(facts.Now, settings.OpenFor) switch
        {
            BreakerState.Closed => Verdict.Pass(Name, $"{what} works."),
            BreakerState.Open => Verdict.Refuse(Name, $"{what} is stopped until {breaker.OpenedAt + settings.OpenFor:u} after these runs: {why}."),
            _ when IsFree(breaker, facts) =>
                Verdict.Ask(Name, $"{what} failed before ({why}); one run may try when a person approves.", what),
            _ => Verdict.Refuse(Name, $"{what} failed before, and {breaker.Probe} is trying it."),
        };
    }
}

using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks.Loading;

namespace OpsAutomation.Core.Playbooks.Approving;

/// <summary>What must hold between the policy, the approvals of steps, and who is who. A step may be stricter than the policy, never laxer.</summary>
internal sealed class ApprovalRules(ApprovalPolicies policies, Routing routing)
{
    private const string File = "approvals.yaml";

    /// <summary>Whether everybody is known that the file names.</summary>
    internal void CheckFile(DiagnosticBag bag)
    {
        var named = policies.BreakGlass
            .Concat(policies.Risks.Values.SelectMany(r => r.Approvers.Concat(r.Only).Concat(r.Escalation.SelectMany(e => e.Approvers))))
            .Concat(policies.Groups.SelectMany(g => g.Members))
            .Concat(policies.Aliases.Values);
        foreach (var stranger in named.Distinct(StringComparer.Ordinal).Where(n => !routing.Knows(n)))
        {
            bag.Error("OPS2208", $"'{stranger}' is nobody: no user, role or schedule of routing.yaml, and no group of {File}.", File, new(0, 1, 1));
        }

        if (policies.BreakGlass.Count > 0 && !Open(policies.BreakGlass) && routing.Everyone(policies.BreakGlass).Count < 2)
        {
            bag.Error("OPS2209", "Breaking the glass takes two people, and 'breakGlass.people' means fewer.", File, new(0, 1, 1));
        }
    }

    /// <summary>Checks the approval of one step.</summary>
    internal void Check(Risk risk, StepDraft draft)
    {
        if (draft.Step.Approval is not { } step)
        {
            return;
        }

        var policy = policies.Of(risk);
        if ((step.Approvers.Count == 0 && policy.Approvers.Count == 0) || (step.Deadline == TimeSpan.Zero && policy.Deadline is null))
        {
            draft.Map.Error("OPS2210", "approval", $"The approval leaves out {(step.Approvers.Count == 0 && policy.Approvers.Count == 0 ? "'approvers'" : "'deadline'")}, and {File} has none for risk {Word(risk)}.");
        }

        if (draft.Map.Map("approval") is { } map)
        {
            CheckStricter(map, step, policy, risk);
        }

        var asked = policy.With(step);
        var people = asked.Approvers.Concat((asked.Escalation ?? []).SelectMany(e => e.Approvers)).ToList();
        if (policy.Only.Count > 0 && people.Find(p => !Covers(policy.Only, p)) is { } other)
        {
            draft.Map.Error("OPS2204", "approval", $"'{other}' is not among {string.Join(", ", policy.Only)}, who alone approve what is of risk {Word(risk)} ({File}).");
        }

        if (asked.Quorum > step.Quorum && !Open(people) && routing.Everyone(people).Count < asked.Quorum)
        {
            draft.Map.Error("OPS2212", "approval", $"{File} wants {asked.Quorum} people for risk {Word(risk)}, and {routing.Everyone(people).Count} may approve this.");
        }
    }

    private static void CheckStricter(YamlMap map, StepApproval step, RiskPolicy policy, Risk risk)
    {
        if (map.Has("quorum") && step.Quorum < policy.Quorum)
        {
            map.Error("OPS2202", "quorum", $"{File} wants at least {policy.Quorum} people for risk {Word(risk)}; a step may only ask for more.");
        }

        if (step.Deadline > policy.Deadline)
        {
            map.Error("OPS2203", "deadline", $"{File} gives at most {policy.Deadline} to decide for risk {Word(risk)}; a step may only give less.");
        }

        if (step.OnTimeout == TimeoutOutcome.Escalate && policy.OnTimeout == TimeoutOutcome.Reject)
        {
            map.Error("OPS2211", "onTimeout", $"{File} rejects what nobody decides for risk {Word(risk)}; a step may not make less of it.");
        }
    }

    private static string Word(Risk risk) => risk.ToString().ToLowerInvariant();

    // A group of the directory has members that only their tokens tell of.
    private static bool Open(IEnumerable<string> people) => people.Any(p => p.StartsWith(Routing.GroupPrefix, StringComparison.Ordinal));

    private bool Covers(IReadOnlyList<string> only, string person) =>
        only.Contains(person, StringComparer.Ordinal)
        || (!Open([person]) && routing.Everyone([person]).All(routing.Everyone(only).Contains));
}

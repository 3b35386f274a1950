using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Playbooks.Approving;

/// <summary>How people approve, from <c>catalog/approvals.yaml</c>.</summary>
public sealed record ApprovalPolicies
{
    /// <summary>No file: steps alone say who approves, nobody breaks the glass.</summary>
    public static ApprovalPolicies None { get; } = new();

    /// <summary>By risk; a risk that is absent has no policy.</summary>
    public IReadOnlyDictionary<Risk, RiskPolicy> Risks { get; init; } = new Dictionary<Risk, RiskPolicy>();

    /// <summary>Who may break the glass, two together; empty where nobody may.</summary>
    public IReadOnlyList<string> BreakGlass { get; init; } = [];

    /// <summary>The longest time that a person may let another decide in their place.</summary>
    public TimeSpan LongestDelegation { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How far ahead a window may begin for which a plan is approved: its resources are held until then.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Questions to the same people within this time are one group.</summary>
    public TimeSpan GroupWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Groups of the directory.</summary>
    public IReadOnlyList<PersonGroup> Groups { get; init; } = [];

    /// <summary>Other names of the same people.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The policy for a risk.</summary>
    public RiskPolicy Of(Risk risk) => Risks.TryGetValue(risk, out var policy) ? policy : RiskPolicy.None;

    /// <summary>The approval that is asked for: the stricter of the policy and of what the step says.</summary>
    /// <param name="risk">The gravest risk around the step.</param>
    /// <param name="step">What the step says; null where it says nothing.</param>
    /// <param name="fallback">What fills in what neither says.</param>
    public StepApproval For(Risk risk, StepApproval? step, StepApproval fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        var asked = Of(risk).With(step ?? new([], TimeSpan.Zero, 1));
        return asked with
        {
            Approvers = asked.Approvers.Count > 0 ? asked.Approvers : fallback.Approvers,
            Deadline = asked.Deadline > TimeSpan.Zero ? asked.Deadline : fallback.Deadline,
        };
    }

    /// <summary>What a request carries of it, in absolute times. Levels that would come at or after the deadline never come.</summary>
    /// <param name="approval">The approval that is asked for.</param>
    /// <param name="at">When it is asked.</param>
    /// <param name="requesters">Who wanted the run or began it.</param>
    public ApprovalTerms Terms(StepApproval approval, DateTimeOffset at, IReadOnlyList<string> requesters)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return new ApprovalTerms
        {
            Levels = [.. (approval.Escalation ?? []).Where(e => e.After < approval.Deadline).OrderBy(e => e.After).Select(e => new ApproverLevel(at + e.After, e.Approvers))],
            RemindAt = approval.RemindBefore is { } before && before < approval.Deadline ? at + approval.Deadline - before : null,
            OnTimeout = approval.OnTimeout ?? TimeoutOutcome.Escalate,
            Requesters = requesters,
            BreakGlass = BreakGlass,
        };
    }

    /// <summary>Fills in what the steps of a playbook leave to the policy, so that a run keeps it whatever becomes of the catalogue.</summary>
    public Playbook Complete(Playbook playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        return playbook with { Steps = Complete(playbook.Steps, Of(playbook.Risk)) };
    }

    private static IReadOnlyList<Step> Complete(IReadOnlyList<Step> steps, RiskPolicy policy) =>
        steps.All(s => s is { Approval: null or { Approvers.Count: > 0, Deadline.Ticks: > 0 }, Steps.Count: 0, Parallel.Count: 0 })
            ? steps
            : [.. steps.Select(s => s with
            {
                Approval = s.Approval is { } own && (own.Approvers.Count == 0 || own.Deadline == TimeSpan.Zero)
                    ? own with { Approvers = own.Approvers.Count > 0 ? own.Approvers : policy.Approvers, Deadline = own.Deadline > TimeSpan.Zero ? own.Deadline : policy.Deadline ?? TimeSpan.Zero }
                    : s.Approval,
                Steps = Complete(s.Steps, policy),
                Parallel = [.. s.Parallel.Select(b => b with { Steps = Complete(b.Steps, policy) })],
            })];
}

using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Approving;

/// <summary>How steps of one risk are approved: what a step leaves out, and the least that it may ask for.</summary>
public sealed record RiskPolicy
{
    /// <summary>No bound and no default.</summary>
    public static RiskPolicy None { get; } = new();

    /// <summary>Who is asked where the step names nobody.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>Who may be named at all; empty for everyone.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How many people must approve at least.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>The longest time to decide, and the one of a step that names none; null for no bound.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How long before the deadline people are reminded, or null.</summary>
    public TimeSpan? RemindBefore { get; init; }

    /// <summary>Who may decide, too, when nobody has for a time.</summary>
    public IReadOnlyList<ApprovalEscalation> Escalation { get; init; } = [];

    /// <summary>What follows when nobody decides; a rejection is the stricter.</summary>
    public TimeoutOutcome OnTimeout { get; init; }

    /// <summary>The stricter of this and of what a step says.</summary>
    /// <param name="step">What the step says.</param>
    public StepApproval With(StepApproval step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var deadline = (step.Deadline > TimeSpan.Zero, Deadline) switch
        {
            (true, { } longest) => step.Deadline < longest ? step.Deadline : longest,
            (true, null) => step.Deadline,
            (false, var longest) => longest ?? TimeSpan.Zero,
        };
        return new(step.Approvers.Count > 0 ? step.Approvers : Approvers, deadline, Math.Max(step.Quorum, Quorum))
        {
            RemindBefore = step.RemindBefore ?? RemindBefore,
            Escalation = step.Escalation ?? Escalation,
            OnTimeout = OnTimeout == TimeoutOutcome.Reject ? TimeoutOutcome.Reject : step.OnTimeout ?? TimeoutOutcome.Escalate,
        };
    }
}

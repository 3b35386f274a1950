using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Approvals;

/// <summary>
/// Where people's decisions are read and recorded. The claims come from an opened link (or from the named local user's
/// console); identity comes from authentication. Reading never changes anything.
/// </summary>
public sealed class ApprovalDesk(IncidentJournal journal, Routing routing, TimeProvider clock)
{
    /// <summary>The longest reason that a person may give, in characters.</summary>
    public const int MaxReason = 1000;

    /// <summary>How long after the deadline a link still shows the page.</summary>
    public static readonly TimeSpan LateReading = TimeSpan.FromDays(1);

    /// <summary>What is asked, and how it stands.</summary>
    public async Task<ApprovalLookup> ReadAsync(ApprovalClaims claims, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return await journal.ReadAsync(claims.IncidentId, cancellationToken) is { } file
            ? Look(file, claims)
            : new(null, $"There is no incident {claims.IncidentId}.");
    }

    /// <summary>
    /// The claims of a request for approval by its id, for callers that authenticated a user without a link (the console,
    /// the API). Null when there is no such request.
    /// </summary>
    public async Task<ApprovalClaims?> FindAsync(string approvalId, CancellationToken cancellationToken = default)
    {
        if (IncidentRun.IncidentOfApproval(approvalId) is not { } incidentId
            || await journal.ReadAsync(incidentId, cancellationToken) is not { } file
            || file.Facts.OfType<Fact.Asked>().FirstOrDefault(a => string.Equals(a.ApprovalId, approvalId, StringComparison.Ordinal)) is not { } asked)
        {
            return null;
        }

        return ClaimsOf(incidentId, asked);
    }

    /// <summary>The claims that a link to a request carries. The link opens the page for a day after the deadline, so that who comes late sees what became of it.</summary>
    public ApprovalClaims ClaimsOf(string incidentId, Fact.Asked asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return new(ApprovalClaims.ApprovePurpose, routing.Environment, incidentId, asked.StepId, asked.ApprovalId, asked.PlanHash, asked.Deadline + LateReading);
    }

    /// <summary>Records a person's decision, once. Whatever happens at the same time, the first one to be written stands.</summary>
    /// <param name="claims">What is decided.</param>
    /// <param name="user">The authenticated user, or null.</param>
    /// <param name="approve">Approve or reject.</param>
    /// <param name="reason">Why; required, at most <see cref="MaxReason"/> characters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<DecisionResult> DecideAsync(
        ApprovalClaims claims, string? user, bool approve, string? reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var why = reason?.Trim() ?? string.Empty;
        if (await journal.ReadAsync(claims.IncidentId, cancellationToken) is null)
        {
            return new(DecisionResultKind.Refused, $"There is no incident {claims.IncidentId}.", null);
        }

        DecisionResult? refused = null;
        var appended = await journal.AppendAsync(
            claims.IncidentId,
            file =>
            {
                refused = Judge(file, claims, user, why);
                return refused is null ? Entry(claims, user!.Trim(), approve, AlertText.Clean(Redaction.Text(why), MaxReason)) : null;
            },
            cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        var view = Look(appended.File, claims).View;
        return appended.Written
            ? new(DecisionResultKind.Recorded, $"Recorded: {user} {(approve ? "approved" : "rejected")} it.", view, appended.AnnounceKey)
            : new(DecisionResultKind.AlreadyDecided, "Your decision was recorded before; it stands.", view, appended.AnnounceKey);
    }

    private static NewEntry Entry(ApprovalClaims claims, string user, bool approve, string reason) => new(
        $"decided:{claims.ApprovalId}:{user.ToLowerInvariant()}",
        user,
        $"{user} {(approve ? "approved" : "rejected")} step {claims.StepId}: {reason}",
        new Fact.Decided(claims.StepId, claims.ApprovalId, claims.PlanHash, approve ? DecisionOutcome.Approved : DecisionOutcome.Rejected, user, reason));

    private DecisionResult? Judge(IncidentFile file, ApprovalClaims claims, string? user, string reason)
    {
        var (view, why) = Look(file, claims);
        if (view is null)
        {
            return new(DecisionResultKind.Refused, why, null);
        }

        var policy = ApproverPolicy.Check(routing, view.Asked.Approvers, user?.Trim(), Actors.Automation, clock.GetUtcNow());
        if (!policy.Allowed)
        {
            return new(DecisionResultKind.Refused, policy.Reason, view);
        }

        if (view.Decisions.FirstOrDefault(d => string.Equals(d.By, user!.Trim(), StringComparison.OrdinalIgnoreCase)) is { } own)
        {
            return new(DecisionResultKind.AlreadyDecided, $"You {Verb(own.Outcome)} it at {own.At:u}: {own.Reason}", view);
        }

        switch (view.State)
        {
            case ApprovalState.Expired: return new(DecisionResultKind.Expired, view.StateText, view);
            case ApprovalState.Voided: return new(DecisionResultKind.Void, view.StateText, view);
            case ApprovalState.Approved or ApprovalState.Rejected: return new(DecisionResultKind.AlreadyDecided, view.StateText, view);
            default: break;
        }

        return reason.Length is 0 or > MaxReason
            ? new(DecisionResultKind.Refused, $"Say why, in 1 to {MaxReason} characters.", view)
            : null;
    }

    private ApprovalLookup Look(IncidentFile file, ApprovalClaims claims)
    {
        var run = RunState.Of(file).Step(claims.StepId);
        var index = run.Rounds.ToList().FindIndex(r => string.Equals(r.Asked.ApprovalId, claims.ApprovalId, StringComparison.Ordinal));
        if (index < 0)
        {
            return new(null, "Nobody is asked for this approval.");
        }

        var round = run.Rounds[index];
        if (!string.Equals(round.Asked.PlanHash, claims.PlanHash, StringComparison.Ordinal))
        {
            return new(null, "The link is for another plan than the one that was asked about.");
        }

        var plan = file.Facts.OfType<Fact.Planned>().LastOrDefault(p =>
            string.Equals(p.StepId, claims.StepId, StringComparison.Ordinal) && string.Equals(p.PlanHash, claims.PlanHash, StringComparison.Ordinal));
        if (plan is null || file.Pinned is null)
        {
            return new(null, "The plan of this approval cannot be read.");
        }

        var (state, text) = StateOf(file, round);
        return new(new ApprovalView
        {
            Incident = file.Head,
            Asked = round.Asked,
            AskedAt = round.AskedAt,
            Plan = plan.Plan,
            Playbook = file.Pinned.Playbook,
            State = state,
            StateText = text,
            Decisions = round.Decisions,
            Quorum = round.Quorum,
            Round = index + 1,
        }, string.Empty);
    }

    private (ApprovalState State, string Text) StateOf(IncidentFile file, ApprovalRound round) => round.Final switch
    {
        DecisionOutcome.Approved => (ApprovalState.Approved, $"Approved by {round.FinalReason}."),
        DecisionOutcome.Rejected => (ApprovalState.Rejected, $"Rejected by {round.FinalReason}"),
        DecisionOutcome.TimedOut => (ApprovalState.Expired, $"Nobody decided by {round.Asked.Deadline:u}."),
        DecisionOutcome.Voided => (ApprovalState.Voided, $"No longer asked: {round.FinalReason}"),

        // The run has not written it down yet, but it is so.
        null when clock.GetUtcNow() > round.Asked.Deadline => (ApprovalState.Expired, $"The deadline was {round.Asked.Deadline:u}."),
        null when file.Head.Status is IncidentStatus.Escalated or IncidentStatus.Failed or IncidentStatus.Resolved or IncidentStatus.Closed
            => (ApprovalState.Voided, $"The incident is {file.Head.Status}."),
        _ => (ApprovalState.Open, $"{round.Decisions.Count} of {round.Quorum} approvals until {round.Asked.Deadline:u}."),
    };

    private static string Verb(DecisionOutcome outcome) => outcome == DecisionOutcome.Approved ? "approved" : "rejected";
}

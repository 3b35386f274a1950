using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Approvals;

/// <summary>
/// Where people's decisions are read and recorded. The claims come from an opened link (or from the named local user's
/// console); identity comes from authentication. Reading never changes anything.
/// </summary>
/// <param name="journal">The incidents.</param>
/// <param name="routing">Who is who.</param>
/// <param name="clock">Judges deadlines.</param>
/// <param name="delegations">Who decides in whose place; null where nobody can let another decide.</param>
public sealed class ApprovalDesk(IncidentJournal journal, Routing routing, TimeProvider clock, DelegationLedger? delegations = null)
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

    /// <summary>Records a person's decision, once.</summary>
    /// <param name="claims">What is decided.</param>
    /// <param name="user">The authenticated user, or null.</param>
    /// <param name="approve">Approve or reject.</param>
    /// <param name="reason">Why; required, at most <see cref="MaxReason"/> characters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<DecisionResult> DecideAsync(
        ApprovalClaims claims, string? user, bool approve, string? reason, CancellationToken cancellationToken = default) =>
        DecideAsync(claims, new DecisionOrder(user is null ? null : Person.Named(user), approve, reason), cancellationToken);

    /// <summary>
    /// Records a person's decision, once a person. Until something is begun, a no counts even after enough people said yes;
    /// whatever happens at the same time comes to the same in every order.
    /// </summary>
    /// <param name="claims">What is decided.</param>
    /// <param name="order">Who decides what, and why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<DecisionResult> DecideAsync(ApprovalClaims claims, DecisionOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(order);
        var standing = delegations is null ? [] : await delegations.ListAsync(cancellationToken);
        var written = await WriteAsync(
            claims,
            file =>
            {
                var (view, why) = Look(file, claims);
                if (view is null)
                {
                    return (null, new(DecisionResultKind.Refused, why, null));
                }

                var right = ApproverPolicy.Check(routing, view.Asked, order.Person, order.BreakGlass, standing, clock.GetUtcNow());
                var refused = DecisionRules.Judge(view, right, order, right.Allowed ? routing.PersonOf(order.Person!.Name.Trim()) : string.Empty, clock.GetUtcNow());
                return refused is null ? (DecisionEntry.Of(view, right, order, routing), null) : (null, refused);
            },
            cancellationToken);
        return written.Kind == DecisionResultKind.Recorded
            ? written with { Reason = $"Recorded: {order.Person!.Name} {(order.Approve ? "approved" : "rejected")} it. {written.View?.StateText}".TrimEnd() }
            : written;
    }

    /// <summary>Whether a person may decide about a request now, and why or why not.</summary>
    public async Task<PolicyVerdict> MayDecideAsync(ApprovalView view, Person? person, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        return ApproverPolicy.Check(routing, view.Asked, person, breakGlass: false, delegations is null ? [] : await delegations.ListAsync(cancellationToken), clock.GetUtcNow());
    }

    /// <summary>Takes a person's own approval back, as long as nothing was begun under it. Who withdrew may still reject, and not approve again.</summary>
    /// <param name="claims">The request.</param>
    /// <param name="person">The authenticated person, or null.</param>
    /// <param name="reason">Why; required, at most <see cref="MaxReason"/> characters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<DecisionResult> WithdrawAsync(ApprovalClaims claims, Person? person, string? reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var user = string.IsNullOrWhiteSpace(person?.Name) ? null : routing.PersonOf(person.Name.Trim());
        return await WriteAsync(
            claims,
            file =>
            {
                var (view, why) = Look(file, claims);
                var refused = view is null ? new(DecisionResultKind.Refused, why, null) : DecisionRules.JudgeWithdrawal(view, user, reason);
                return refused is null ? (DecisionEntry.Withdrawal(view!, user!, reason!.Trim()), null) : (null, refused);
            },
            cancellationToken);
    }

    private async Task<DecisionResult> WriteAsync(
        ApprovalClaims claims, Func<IncidentFile, (NewEntry? Entry, DecisionResult? Refused)> decide, CancellationToken cancellationToken)
    {
        if (await journal.ReadAsync(claims.IncidentId, cancellationToken) is null)
        {
            return new(DecisionResultKind.Refused, $"There is no incident {claims.IncidentId}.", null);
        }

        DecisionResult? refused = null;
        var appended = await journal.AppendAsync(
            claims.IncidentId,
            file =>
            {
                (var entry, refused) = decide(file);
                return entry;
            },
            cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        var view = Look(appended.File, claims).View;
        return appended.Written
            ? new(DecisionResultKind.Recorded, $"Recorded. {view?.StateText}".TrimEnd(), view, appended.AnnounceKey)
            : new(DecisionResultKind.AlreadyDecided, "Your decision was recorded before; it stands.", view, appended.AnnounceKey);
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
            Approvals = round.Approvals,
            AskedNow = ApproverPolicy.AskedBy(round.Asked, clock.GetUtcNow()),
            Withdrawals = round.Withdrawals,
            Begun = round.Begun,
            Window = round.Window,
            Round = index + 1,
        }, string.Empty);
    }

    private (ApprovalState State, string Text) StateOf(IncidentFile file, ApprovalRound round) => round.Final switch
    {
        DecisionOutcome.Approved when round is { Window: { } window, Begun: false } => (ApprovalState.Approved, $"Approved by {round.FinalReason}, to begin {window.Words}."),
        DecisionOutcome.Approved => (ApprovalState.Approved, $"Approved by {round.FinalReason}."),
        DecisionOutcome.Rejected => (ApprovalState.Rejected, $"Rejected by {round.FinalReason}"),
        DecisionOutcome.TimedOut => (ApprovalState.Expired, $"Nobody decided by {round.Asked.Deadline:u}."),
        DecisionOutcome.Voided => (ApprovalState.Voided, $"No longer asked: {round.FinalReason}"),

        // The run has not written it down yet, but it is so.
        null when clock.GetUtcNow() > round.Asked.Deadline => (ApprovalState.Expired, $"The deadline was {round.Asked.Deadline:u}."),
        null when file.Head.Status is IncidentStatus.Escalated or IncidentStatus.Failed or IncidentStatus.Resolved or IncidentStatus.Closed
            => (ApprovalState.Voided, $"The incident is {file.Head.Status}."),
        _ => (ApprovalState.Open, $"{round.Approvals} of {round.Quorum} approvals until {round.Asked.Deadline:u}.{(round.GlassBroken ? " The glass is broken: one more person approves it." : string.Empty)}"),
    };
}

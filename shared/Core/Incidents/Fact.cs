using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Core.Incidents;

/// <summary>
/// Something that happened to an incident. The run of a playbook is nothing but its facts: <c>Advance</c> folds them and
/// says what comes next, so a crash between two facts loses nothing. Facts carry no secret.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(AlertJoined), "alert-joined")]
[JsonDerivedType(typeof(AllClear), "all-clear")]
[JsonDerivedType(typeof(Classified), "classified")]
[JsonDerivedType(typeof(Routed), "routed")]
[JsonDerivedType(typeof(PlaybookChosen), "playbook-chosen")]
[JsonDerivedType(typeof(NoPlaybook), "no-playbook")]
[JsonDerivedType(typeof(Reserved), "reserved")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Planned), "planned")]
[JsonDerivedType(typeof(PlanFailed), "plan-failed")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(Decided), "decided")]
[JsonDerivedType(typeof(ApprovalWithdrawn), "approval-withdrawn")]
[JsonDerivedType(typeof(SignalRead), "signal-read")]
[JsonDerivedType(typeof(Intended), "intended")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(StartFailed), "start-failed")]
[JsonDerivedType(typeof(Polled), "polled")]
[JsonDerivedType(typeof(TtlSet), "ttl-set")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Notified), "notified")]
[JsonDerivedType(typeof(ToldVia), "told-via")]
[JsonDerivedType(typeof(EscalatedTo), "escalated")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Noted), "noted")]
[JsonDerivedType(typeof(Expiry), "expiry")]
[JsonDerivedType(typeof(UndoAsked), "undo-asked")]
[JsonDerivedType(typeof(Evaluated), "evaluated")]
[JsonDerivedType(typeof(OutputsKnown), "outputs-known")]
[JsonDerivedType(typeof(TargetSeen), "target-seen")]
[JsonDerivedType(typeof(SnapshotTaken), "snapshot-taken")]
[JsonDerivedType(typeof(Paged), "paged")]
[JsonDerivedType(typeof(PageUnanswered), "page-unanswered")]
[JsonDerivedType(typeof(Acknowledged), "acknowledged")]
[JsonDerivedType(typeof(Snoozed), "snoozed")]
[JsonDerivedType(typeof(EscalationAsked), "escalation-asked")]
[JsonDerivedType(typeof(NoticeHeld), "notice-held")]
public abstract record Fact
{
    /// <summary>The incident was opened by an alert; <paramref name="PersonOnly"/> says why no playbook may start by itself, or is null.</summary>
    /// <remarks><c>Wanted</c> is the playbook that a person wants planned, or null.</remarks>
    public sealed record Opened(Alert Alert, string? PersonOnly = null, AskedPlaybook? Wanted = null) : Fact;

    /// <summary>Another alert joined it.</summary>
    public sealed record AlertJoined(Alert Alert) : Fact;

    /// <summary>
    /// Every alert of the incident has resolved, says the sender; or, where it is withdrawn, what still fires belongs elsewhere.
    /// Then automation finishes what it does and begins nothing more.
    /// </summary>
    public sealed record AllClear(string AlertId, bool Withdrawn = false) : Fact;

    /// <summary>
    /// Rules gave it a category; the evidence says which rules and what they saw. Confidence is null where nothing is known
    /// about how often the rule is right. Journals from before severity was weighed have none of the last three.
    /// </summary>
    public sealed record Classified(
        string Category, IReadOnlyList<string> Evidence, string? Rule = null, Severity? Severity = null, double? Confidence = null) : Fact;

    /// <summary>Who is told of it, how urgently, and why; again when an alert that joined changes that.</summary>
    /// <remarks><c>Escalation</c> names who is told when nobody answers; null where nobody else is.</remarks>
    public sealed record Routed(
        Urgency Urgency, IReadOnlyList<string> Who, string As, string Rule, string Reason, Severity Severity, string? Escalation = null) : Fact;

    /// <summary>
    /// A playbook was chosen and pinned by content, and how much it may do on its own in this run, with why: a level that is
    /// granted or taken away later changes no run in flight. Journals from before levels were earned have none; then the
    /// playbook's own counts.
    /// </summary>
    public sealed record PlaybookChosen(
        string Name, string Version, string Hash, string Reason, Autonomy? Autonomy = null, string? AutonomyReason = null) : Fact;

    /// <summary>No playbook fits; a person has it.</summary>
    public sealed record NoPlaybook(string Reason) : Fact;

    /// <summary>
    /// Guardrails let the run take its resources, under a fencing number. The verdicts say what each guardrail said; journals
    /// from before they were kept have none.
    /// </summary>
    public sealed record Reserved(string StepId, long Fence, IReadOnlyList<string> Resources, IReadOnlyList<Verdict>? Verdicts = null) : Fact;

    /// <summary>Guardrails refused, each with its reason; the verdicts hold those that passed, too.</summary>
    public sealed record Refused(string StepId, IReadOnlyList<string> Reasons, IReadOnlyList<Verdict>? Verdicts = null) : Fact;

    /// <summary>
    /// A plan was computed, and what the guardrails that look at plans said of it. Attempt 1 is shown to people; later attempts
    /// are recomputations before execution.
    /// </summary>
    public sealed record Planned(string StepId, int Attempt, ActionPlan Plan, string PlanHash, IReadOnlyList<Verdict>? Verdicts = null) : Fact;

    /// <summary>No plan could be made.</summary>
    public sealed record PlanFailed(string StepId, int Attempt, string Reason, bool Transient, TimeSpan? RetryAfter) : Fact;

    /// <summary>
    /// A person was asked to approve exactly one plan. <paramref name="Questions"/> are those of the guardrails that stood then: an
    /// approval answers these and no other; null in journals of an earlier version, where it answers none.
    /// </summary>
    public sealed record Asked(
        string StepId, string ApprovalId, string PlanHash, IReadOnlyList<string> Approvers, int Quorum, DateTimeOffset Deadline, IReadOnlyList<string>? Questions = null) : Fact
    {
        /// <summary>Reminder, levels, four eyes and break-glass; null in journals from before they were kept.</summary>
        public ApprovalTerms? Terms { get; init; }
    }

    /// <summary>A person decided, or time did. Quorum counts people: one fact per person.</summary>
    public sealed record Decided(string StepId, string ApprovalId, string PlanHash, DecisionOutcome Outcome, string By, string Reason) : Fact
    {
        /// <summary>What to do instead, with a rejection; or null.</summary>
        public string? Instruction { get; init; }

        /// <summary>In whose place, where only a delegation gives the right; null for whoever decides in their own.</summary>
        public IReadOnlyList<string>? For { get; init; }

        /// <summary>Whether it stands in place of the policy's approvers, with a second person's; null for not.</summary>
        public bool? BreakGlass { get; init; }

        /// <summary>When it may begin, or null for at once.</summary>
        public ApprovalWindow? Window { get; init; }

        /// <summary>Hash of the group of requests that were answered together, or null.</summary>
        public string? Group { get; init; }

        /// <summary>The name that the person signed in with, where it is another of the same person; or null.</summary>
        public string? SignedInAs { get; init; }
    }

    /// <summary>A person took their own approval back before anything was begun under it.</summary>
    public sealed record ApprovalWithdrawn(string StepId, string ApprovalId, string By, string Reason) : Fact;

    /// <summary>The firing signal was read again.</summary>
    public sealed record SignalRead(string StepId, SignalPurpose Purpose, SignalState State, double? Value, string Reason) : Fact;

    /// <summary>Written before anything is sent: what is about to be done, under which fence, and how to take it back. The undo ledger is these.</summary>
    public sealed record Intended(string StepId, string OperationId, ActionPlan Plan, string PlanHash, long Fence) : Fact;

    /// <summary>Azure accepted it.</summary>
    public sealed record Started(string StepId, string OperationId, string? StatusUrl, TimeSpan? RetryAfter, string? RequestId, bool Adopted) : Fact;

    /// <summary>It was not sent, or Azure did not accept it, or nobody can tell.</summary>
    public sealed record StartFailed(string StepId, string OperationId, StartOutcome Outcome, string Reason, TimeSpan? RetryAfter) : Fact;

    /// <summary>The operation was looked at.</summary>
    public sealed record Polled(string StepId, PollOutcome Outcome, string Reason, TimeSpan? RetryAfter) : Fact;

    /// <summary>A step's change will be given back by its own orchestration.</summary>
    public sealed record TtlSet(string StepId, DateTimeOffset ExpiresAt) : Fact;

    /// <summary>The run gave its resources back to others.</summary>
    public sealed record Released(string Reason) : Fact;

    /// <summary>People were told.</summary>
    public sealed record Notified(string Notice, string Channel, bool Delivered, string Reason) : Fact
    {
        /// <summary>What channels call the message, by channel; null where none needs that.</summary>
        public IReadOnlyDictionary<string, string>? References { get; init; }
    }

    /// <summary>One channel took a notice while another must be tried again: it is not told twice.</summary>
    /// <param name="Notice">Key of the notice.</param>
    /// <param name="Channel">The channel.</param>
    /// <param name="Delivered">Whether it took it; false where it refused for good.</param>
    /// <param name="Reason">What it said.</param>
    /// <param name="Reference">What it calls the message, or null.</param>
    public sealed record ToldVia(string Notice, string Channel, bool Delivered, string Reason, string? Reference) : Fact;

    /// <summary>A person has it now, and why.</summary>
    public sealed record EscalatedTo(string Reason) : Fact;

    /// <summary>The incident moved to one of its last states.</summary>
    public sealed record Ended(string Outcome) : Fact;

    /// <summary>
    /// Something that happened while a step's change was taken back outside of the run, which takes no notice: at its expiry,
    /// or, with the number of the request, because a person wants it.
    /// </summary>
    public sealed record Expiry(string StepId, Fact What, int? Undo = null) : Fact;

    /// <summary>A person wants changes taken back, newest first, exactly as they were shown: the hash is over all of it.</summary>
    public sealed record UndoAsked(int Number, IReadOnlyList<UndoStep> Steps, string PlanHash, string By, string Reason) : Fact;

    /// <summary>
    /// What the expressions of a step gave when it was first reached. The run uses this and never evaluates again, so that
    /// neither a later alert nor a new evaluator changes what is under way.
    /// </summary>
    /// <param name="StepId">The step, as it stands in the run.</param>
    /// <param name="Skipped">Why it is skipped, or null.</param>
    /// <param name="Error">Why an expression gave nothing that can be used, or null: then the step has failed.</param>
    /// <param name="Target">ARM id of the resource to act on, lower case; null for the incident's, or that of the item.</param>
    /// <param name="With">The parameters with every template replaced; null where the playbook has none.</param>
    /// <param name="Items">ARM ids of the items of a list, lower case; null for a step without one.</param>
    public sealed record Evaluated(
        string StepId, string? Skipped = null, string? Error = null, string? Target = null, JsonObject? With = null, IReadOnlyList<string>? Items = null) : Fact;

    /// <summary>What a step that is done lets later steps know; or why its expressions gave nothing, which is a failure of the step.</summary>
    public sealed record OutputsKnown(string StepId, JsonObject Values, string? Error = null) : Fact;

    /// <summary>The target was looked at, to see whether it is as planned.</summary>
    public sealed record TargetSeen(string StepId, TargetState State, string Reason) : Fact;

    /// <summary>
    /// The values of a signal over the last hour and what was logged about its resource, kept for when both are gone; empty where
    /// they could not be read, and why. Snapshots of earlier versions have no logs.
    /// </summary>
    public sealed record SnapshotTaken(
        string StepId, string Signal, string? Unit, IReadOnlyList<SignalSample> Points, string Reason, IReadOnlyList<LogLine>? Logs = null, string? LogsReason = null) : Fact;

    /// <summary>A page was handed to a level of an escalation.</summary>
    /// <param name="Page">Which page of the incident, from 1: trouble that gets worse, or that nobody touches, pages anew.</param>
    /// <param name="Telling">Which telling of the page, from 0; rounds are counted through.</param>
    /// <param name="Level">Which level of the policy, from 1.</param>
    /// <param name="Who">The people, each once.</param>
    /// <param name="Policy">Name of the escalation policy.</param>
    /// <param name="Why">Why now, in a sentence.</param>
    /// <param name="Channels">The channels that were meant for it, separated by commas.</param>
    /// <param name="Delivered">Whether any of them took it.</param>
    public sealed record Paged(
        int Page, int Telling, int Level, IReadOnlyList<string> Who, string Policy, string Why, string Channels, bool Delivered) : Fact;

    /// <summary>Every level of a page was told as often as the policy says, and nobody acknowledged it.</summary>
    public sealed record PageUnanswered(int Page, string Policy) : Fact;

    /// <summary>A person has seen it and has it in hand; <paramref name="Via"/> says by which way they said so.</summary>
    public sealed record Acknowledged(string By, string Via) : Fact;

    /// <summary>A person wants no further page before a time. It ends by itself then, and before it where the trouble gets graver.</summary>
    public sealed record Snoozed(DateTimeOffset Until, string By, string Reason) : Fact;

    /// <summary>A person wants the next level told now.</summary>
    public sealed record EscalationAsked(string By, string Reason) : Fact;

    /// <summary>A notice waits: with others of its box it is told in one at a time.</summary>
    /// <param name="Notice">Key of the notice.</param>
    /// <param name="Box">What it waits with (<c>Paging.HeldNotice</c>).</param>
    /// <param name="Until">When the box is told of.</param>
    /// <param name="Why">Why it waits.</param>
    public sealed record NoticeHeld(string Notice, string Box, DateTimeOffset Until, string Why) : Fact;

    /// <summary>Something worth telling that changes no decision.</summary>
    public sealed record Noted(string What) : Fact;
}

/// <summary>A playbook that a person wants planned for an incident; it is never run without an approval.</summary>
/// <param name="Playbook">Its name.</param>
/// <param name="By">Who asks, and may therefore not approve alone what a second person must.</param>
/// <param name="For">The incident that it is for.</param>
/// <param name="Reason">Why.</param>
public sealed record AskedPlaybook(string Playbook, string By, string For, string Reason);

/// <summary>One change that a person wants taken back.</summary>
/// <param name="StepId">The step that made it.</param>
/// <param name="OperationId">The operation that made it.</param>
/// <param name="Hash">What taking it back was shown to be.</param>
public sealed record UndoStep(string StepId, string OperationId, string Hash);

/// <summary>How a request for approval ended for one person, or for all.</summary>
public enum DecisionOutcome
{
    /// <summary>A person approved the plan.</summary>
    Approved,

    /// <summary>A person rejected it.</summary>
    Rejected,

    /// <summary>The deadline passed.</summary>
    TimedOut,

    /// <summary>The plan is no longer the one that was shown, or the condition ended.</summary>
    Voided,
}

/// <summary>Why the signal was read.</summary>
public enum SignalPurpose
{
    /// <summary>Before acting: is there still something to mend?</summary>
    Before,

    /// <summary>After acting: did it help?</summary>
    Verify,

    /// <summary>Before closing: is it still healthy?</summary>
    Close,

    /// <summary>Because a step of the playbook asks for it.</summary>
    Assert,
}

/// <summary>State of the signal that fired.</summary>
public enum SignalState
{
    /// <summary>Within its threshold, on fresh data.</summary>
    Healthy,

    /// <summary>Beyond its threshold, on fresh data.</summary>
    Firing,

    /// <summary>Missing, stale or unreadable; never taken for healthy.</summary>
    Unknown,
}

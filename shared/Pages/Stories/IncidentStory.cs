using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Pages.Stories;

/// <summary>
/// The first screen of an incident: what broke, since when, what automation did, what you must decide by when. Told from
/// the facts alone, so page, card and command line can say the same.
/// </summary>
/// <param name="WhatBroke">One sentence.</param>
/// <param name="Measured">Observed value against its threshold, or null where the alert carries none.</param>
/// <param name="Since">When the condition began.</param>
/// <param name="Until">When it was closed, or null.</param>
/// <param name="Done">What automation did, in order; empty when it did nothing.</param>
/// <param name="Next">What you must decide, or what happens next without you.</param>
/// <param name="Waiting">The request that waits for a decision, or null.</param>
public sealed record IncidentStory(
    string WhatBroke,
    string? Measured,
    DateTimeOffset Since,
    DateTimeOffset? Until,
    IReadOnlyList<string> Done,
    NextStep Next,
    ApprovalStory? Waiting)
{
    /// <summary>Tells the story of an incident as it stands at a moment.</summary>
    public static IncidentStory Of(IncidentFile file, DateTimeOffset now)
    {
        var opening = OpeningAlert(file.Entries);
        var waiting = ApprovalStory.Of(file).LastOrDefault(a => a.StateAt(now) == ApprovalState.Open);
        return new IncidentStory(
            opening?.Summary is { Length: > 0 } summary ? summary : file.Head.Title,
            opening is null ? null : Measure(opening),
            file.Head.StartedAt,
            file.Head.ClosedAt,
            [.. file.Entries.Select(e => Told(e.Fact)).OfType<string>()],
            NextStep.Of(file, waiting),
            waiting);
    }

    /// <summary>The alert that opened the incident, or null in a journal that has lost it.</summary>
    public static Alert? OpeningAlert(IReadOnlyList<JournalEntry> entries) =>
        entries.Select(e => e.Fact).OfType<Fact.Opened>().FirstOrDefault()?.Alert;

    /// <summary>An alert's value against its threshold: <c>Percentage CPU was 91.4, threshold 80</c>; null without a value.</summary>
    public static string? Measure(Alert alert)
    {
        if (alert.Value is not { } value)
        {
            return null;
        }

        var unit = string.IsNullOrWhiteSpace(alert.Unit) ? "" : " " + alert.Unit;
        var threshold = alert.Threshold is { } limit ? $", threshold {ReadersWords.Number(limit)}{unit}" : "";
        return $"{alert.Signal.Name ?? alert.Rule} was {ReadersWords.Number(value)}{unit}{threshold}.";
    }

    // Only what a reader who was just woken needs; the timeline has everything.
    private static string? Told(Fact fact) => fact switch
    {
        Fact.Classified f => $"Classified it as {f.Category}.",
        Fact.PlaybookChosen f => $"Chose the playbook {f.Name} {f.Version}.",
        Fact.NoPlaybook f => $"Found no playbook: {f.Reason}",
        Fact.Refused f => $"Was held back by guardrails: {ReadersWords.All(f.Reasons)}",
        Fact.PlanFailed { Transient: false } f => $"Could not plan: {f.Reason}",
        Fact.Planned { Attempt: 1 } f => $"Planned: {f.Plan.Summary}",
        Fact.Asked f => $"Asked {ReadersWords.Approvers(f.Approvers)} to approve.",
        Fact.Decided { Outcome: DecisionOutcome.Approved } f => $"Was given approval by {f.By}.",
        Fact.Decided { Outcome: DecisionOutcome.Rejected } f => $"Was told no by {f.By}.",
        Fact.Decided { Outcome: DecisionOutcome.TimedOut } => "Got no answer in time.",
        Fact.Decided { Outcome: DecisionOutcome.Voided } f => $"Dropped the request: {f.Reason}",
        Fact.Started f => f.StepId.StartsWith("undo/", StringComparison.Ordinal) ? "Sent the undo to Azure." : "Sent the change to Azure.",
        Fact.StartFailed { Outcome: not StartOutcome.Throttled } f => $"Did not get the change through: {f.Reason}",
        Fact.Polled { Outcome: PollOutcome.Succeeded } => "Azure finished the change.",
        Fact.Polled { Outcome: PollOutcome.Failed } f => $"Azure could not finish the change: {f.Reason}",
        Fact.SignalRead { Purpose: SignalPurpose.Verify, State: SignalState.Healthy } f => $"Verified: {f.Reason}",
        Fact.TargetSeen { State: TargetState.AsPlanned } f => $"Verified: {f.Reason}",
        Fact.Evaluated { Skipped: { } why } f => $"Skipped step {f.StepId}: {why}",
        Fact.Evaluated { Error: { } error } f => $"Could not work out step {f.StepId}: {error}",
        Fact.SnapshotTaken { Points.Count: > 0 } f => $"Kept the last hour of {f.Signal}.",
        Fact.TtlSet => "Set the change to be given back on its own.",
        Fact.EscalatedTo f => $"Called a person: {f.Reason}",
        _ => null,
    };
}

using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>Shows what an incident changed and what taking it back would do now, and takes down that a person wants it.</summary>
public sealed class UndoDesk(IncidentJournal journal, InversePlanner inverses, GuardrailLedger guardrails, UndoHashes hashes)
{
    /// <summary>The undo ledger, with the inverse of each change that is still there as the world is now.</summary>
    /// <param name="file">The incident.</param>
    /// <param name="stepId">One step alone, or null for all.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public async Task<UndoView> ShowAsync(IncidentFile file, string? stepId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var all = UndoLedger.Of(file).Where(e => stepId is null || e.StepId == stepId).ToList();
        var open = all.Where(e => e.State == UndoState.Open).ToList();
        var changes = new List<UndoChange>();
        foreach (var entry in all)
        {
            changes.Add(entry.State == UndoState.Open ? await ShowAsync(file, open, entry, cancellationToken) : new UndoChange(entry, null, null, null));
        }

        var steps = changes.Where(c => c.Hash is not null).Select(c => new UndoStep(c.Entry.StepId, c.Entry.Operation.OperationId, c.Hash!)).ToList();
        var hash = steps.Count > 0 && changes.TrueForAll(c => c.Conflict is null) ? UndoHash.OfAll(file.Head.Id, steps) : null;
        return new UndoView(file.Head.Id, hash, changes, steps);
    }

    /// <summary>Takes down that a person wants exactly what was shown; nothing is sent before that stands in the journal.</summary>
    public async Task<UndoAnswer> AskAsync(
        IncidentFile file, string? stepId, string planHash, string user, string reason, CancellationToken cancellationToken)
    {
        var view = await ShowAsync(file, stepId, cancellationToken);
        if (view.PlanHash is null)
        {
            var conflict = view.Changes.FirstOrDefault(c => c.Conflict is not null)?.Conflict;
            return new(UndoResult.Impossible, conflict ?? "There is nothing to take back.", null);
        }

        if (!string.Equals(view.PlanHash, planHash, StringComparison.Ordinal))
        {
            return new(UndoResult.Changed, "What taking it back would do has changed since it was shown: look at it again.", null);
        }

        var ids = view.Steps.Select(s => s.StepId).ToList();
        var result = await journal.AppendAsync(
            file.Head.Id,
            now => UndoLedger.Of(now).Where(e => e.State == UndoState.Open).Count(e => ids.Contains(e.StepId, StringComparer.Ordinal)) == ids.Count
                ? Entry(now, view, planHash, user, reason)
                : null,
            cancellationToken);
        return result.Written
            ? new(UndoResult.Recorded, $"{user} takes back {string.Join(", ", ids)}; how it ends is told.", result)
            : new(UndoResult.Changed, "Somebody else takes it back already.", result);
    }

    private static NewEntry Entry(IncidentFile now, UndoView view, string planHash, string user, string reason)
    {
        var number = Next(now);
        return new(
            $"undo:{number}",
            user,
            $"{user} takes back {string.Join(", ", view.Steps.Select(s => s.StepId))}: {reason}",
            new Fact.UndoAsked(number, view.Steps, planHash, user, reason));
    }

    private async Task<UndoChange> ShowAsync(IncidentFile file, List<UndoEntry> open, UndoEntry entry, CancellationToken cancellationToken)
    {
        if (UndoHash.IsAfterAnother(open, entry.StepId))
        {
            return new(entry, null, null, hashes.HashOf(file, open, entry.StepId, null));
        }

        var planned = await inverses.PlanAsync(file, entry.StepId, cancellationToken);
        if (planned.Plan is not { } plan)
        {
            return new(entry, null, planned.Refusal ?? "It cannot be planned.", null);
        }

        // Asked again when it is sent; asked here so that whoever looks need not find out by trying.
        var refusals = (await guardrails.ForeseeAsync(
            new ReservationRequest(IncidentRun.UndoId(file.Head.Id, Next(file)), entry.StepId, [plan.Target.ResourceId], file.Pinned!.Playbook.Limits)
            {
                Playbook = file.Pinned.Playbook.Name,
                Action = plan.Action,
                Purpose = ChangePurpose.PersonUndo,
            },
            cancellationToken)).Refusals();
        return refusals.Count > 0
            ? new(entry, plan, $"Guardrails refuse: {string.Join(" ", refusals)}", null)
            : new(entry, plan, null, hashes.HashOf(file, open, entry.StepId, plan));
    }

    private static int Next(IncidentFile file) => file.Facts.OfType<Fact.UndoAsked>().Count() + 1;
}

/// <summary>What an incident changed, and what taking it back would do.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="PlanHash">What a person confirms; null when nothing can be taken back as a whole.</param>
/// <param name="Changes">The changes, newest first.</param>
/// <param name="Steps">What would be taken back, in order.</param>
public sealed record UndoView(string IncidentId, string? PlanHash, IReadOnlyList<UndoChange> Changes, IReadOnlyList<UndoStep> Steps);

/// <summary>One change.</summary>
/// <param name="Entry">What was done and how it stands.</param>
/// <param name="Plan">What taking it back would do now; null when it cannot be told yet, or not be done.</param>
/// <param name="Conflict">Why it cannot be taken back as the world is, or null.</param>
/// <param name="Hash">What it was shown to be, or null.</param>
public sealed record UndoChange(UndoEntry Entry, ActionPlan? Plan, string? Conflict, string? Hash);

/// <summary>What became of a person's wish.</summary>
public enum UndoResult
{
    /// <summary>It is in the journal and will be carried out.</summary>
    Recorded,

    /// <summary>The world, or the ledger, is not as it was shown.</summary>
    Changed,

    /// <summary>It cannot be done.</summary>
    Impossible,
}

/// <summary>What became of a person's wish, and why.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Message">For the person.</param>
/// <param name="Append">What the journal did, for the work that follows; null when nothing was asked of it.</param>
public sealed record UndoAnswer(UndoResult Result, string Message, AppendResult? Append);

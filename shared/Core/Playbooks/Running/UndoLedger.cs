using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>How a change of an incident stands.</summary>
public enum UndoState
{
    /// <summary>It is there, and can be taken back.</summary>
    Open,

    /// <summary>It was taken back: by the run, at its expiry, or by a person.</summary>
    TakenBack,

    /// <summary>It, or taking it back, is under way or in doubt.</summary>
    UnderWay,

    /// <summary>It left nothing to take back.</summary>
    NothingLeft,

    /// <summary>It cannot be taken back.</summary>
    Irreversible,
}

/// <summary>One change of an incident.</summary>
/// <param name="StepId">The step that made it.</param>
/// <param name="Operation">What was done, and how it is taken back.</param>
/// <param name="At">When it began.</param>
/// <param name="State">How it stands.</param>
/// <param name="Reason">The same in a sentence.</param>
public sealed record UndoEntry(string StepId, Fact.Intended Operation, DateTimeOffset At, UndoState State, string Reason);

/// <summary>The undo ledger of an incident: every change that was made, and whether it is still there. Pure.</summary>
public static class UndoLedger
{
    /// <summary>The changes, newest first: the order in which they are taken back.</summary>
    public static IReadOnlyList<UndoEntry> Of(IncidentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var state = RunState.Of(file);
        return [.. state.Steps
            .Where(s => !s.Id.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal) && s.Operation is { State: not OperationState.NoEffect })
            .OrderByDescending(s => s.Operation!.IntendedSequence)
            .Select(s => Entry(file, state, s))];
    }

    private static UndoEntry Entry(IncidentFile file, RunState state, StepRun step)
    {
        var operation = step.Operation!;
        var at = file.Entries[operation.IntendedSequence - 1].At;
        var (how, reason) = StateOf(file, state, step, operation);
        return new(step.Id, operation.Intended, at, how, reason);
    }

    private static (UndoState State, string Reason) StateOf(IncidentFile file, RunState state, StepRun step, OperationRun operation)
    {
        if (operation.Unsettled)
        {
            return (UndoState.UnderWay, "Whether it is done is not known yet.");
        }

        switch (operation.Intended.Plan)
        {
            case { Reversibility: Reversibility.NoLastingChange }:
                return (UndoState.NothingLeft, "It left no lasting change.");
            case { Reversibility: Reversibility.Irreversible } or { Inverse: null }:
                return (UndoState.Irreversible, "It cannot be taken back.");
            default:
                break;
        }

        if (state.Step(RunState.UndoPrefix + step.Id).Operation is { State: not OperationState.NoEffect } undo)
        {
            return undo.State switch
            {
                OperationState.Succeeded => (UndoState.TakenBack, "The run took it back."),
                OperationState.Failed => (UndoState.Open, "The run tried to take it back and failed."),
                _ => (UndoState.UnderWay, "The run is taking it back."),
            };
        }

        var outside = file.Facts.OfType<Fact.Expiry>().Where(x => string.Equals(x.StepId, step.Id, StringComparison.Ordinal)).ToList();
        if (outside.Find(x => x.What is Fact.Ended) is { } ended)
        {
            return (UndoState.TakenBack, ended.Undo is null ? "It was given back at its expiry." : "A person took it back.");
        }

        var busy = outside.GroupBy(x => x.Undo).Any(g =>
                g.LastOrDefault(x => x.What is Fact.Intended or Fact.Started or Fact.StartFailed or Fact.EscalatedTo)?.What is Fact.Intended or Fact.Started)
            || file.Facts.OfType<Fact.UndoAsked>().Any(u => IsUnfinished(file, u) && u.Steps.Any(s => string.Equals(s.StepId, step.Id, StringComparison.Ordinal)));
        return busy ? (UndoState.UnderWay, "It is being taken back.") : (UndoState.Open, "It is there and can be taken back.");
    }

    /// <summary>Whether a person's undo is neither done nor given up.</summary>
    public static bool IsUnfinished(IncidentFile file, Fact.UndoAsked undo)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(undo);
        var facts = file.Facts.OfType<Fact.Expiry>().Where(x => x.Undo == undo.Number).ToList();
        return !facts.Exists(x => x.What is Fact.EscalatedTo) && undo.Steps.Any(s => !facts.Exists(x => x.StepId == s.StepId && x.What is Fact.Ended));
    }
}

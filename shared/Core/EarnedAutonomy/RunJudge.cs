using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.EarnedAutonomy;

/// <summary>Judges a run that is over by its journal alone.</summary>
public static class RunJudge
{
    /// <summary>What the run says about its playbook, or null when it says nothing: no playbook, or nothing was planned.</summary>
    /// <param name="file">The incident, resolved, closed, or with a person.</param>
    /// <param name="done">Where automation only watched: whether people did what it would have done. Null when that cannot be told.</param>
    /// <param name="now">The time.</param>
    public static RunVerdict? Of(IncidentFile file, bool? done, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        var state = RunState.Of(file);
        var steps = state.Steps.Where(s => !s.Id.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal)).ToArray();
        if (state.Chosen is null || steps.All(s => s.Plan is null))
        {
            return null;
        }

        RunVerdict Say(Agreement agreement, RunOutcome outcome, string reason) => new(file.Head.Id, agreement, outcome, now, reason);

        var rejected = steps.SelectMany(s => s.Rounds).FirstOrDefault(r => r.Final == DecisionOutcome.Rejected);
        var approved = steps.SelectMany(s => s.Rounds).Any(r => r.Final == DecisionOutcome.Approved);
        var agreement = rejected is not null ? Agreement.Disagreed : approved ? Agreement.Agreed : Agreement.None;
        if (steps.SelectMany(s => s.Operations).Any(o => o.State != OperationState.NoEffect))
        {
            return Bad(file, state) is { } why
                ? Say(agreement, RunOutcome.Bad, why)
                : Say(agreement, RunOutcome.Good, "It was done, and the verification succeeded.");
        }

        if (rejected is not null)
        {
            return Say(Agreement.Disagreed, RunOutcome.None, $"The plan was rejected by {rejected.FinalReason}");
        }

        return done switch
        {
            true => Say(Agreement.Agreed, RunOutcome.Good, "People did by hand what it would have done."),
            false => Say(Agreement.Disagreed, RunOutcome.None, "People did something else, or nothing."),
            null => null,
        };
    }

    // Null when it helped. Whether it still holds at the end counts as well as whether it was seen to help at first.
    private static string? Bad(IncidentFile file, RunState state)
    {
        if (state.Undoing)
        {
            return "It was done and had to be taken back.";
        }

        if (file.Facts.OfType<Fact.UndoAsked>().FirstOrDefault() is { } undo)
        {
            return $"It was done, and {undo.By} took it back: {undo.Reason}";
        }

        if (state.Mitigated is null)
        {
            return $"It was done, and that it helped was not seen. {state.Escalation}".TrimEnd();
        }

        return state.LastClose is { Fact.State: SignalState.Firing } again ? $"It was done, and it fired again: {again.Fact.Reason}" : null;
    }
}

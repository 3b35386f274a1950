using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// Says what the run of an incident does next, from its journal and the time alone. Pure and total: the same journal at the
/// same time gives the same command, and a journal that cannot have happened gives a person the incident.
/// </summary>
public static class Interpreter
{
    /// <summary>The next command. Carrying it out writes a journal entry under the command's key; then ask again.</summary>
    public static Command Advance(IncidentFile file, DateTimeOffset now)
    {
        var state = RunState.Of(file);
        var command = Decide(state, now);

        // An entry under this key is there and yet the state asks for it: the entry says something else. Never loop on it.
        return command.Kind is CommandKind.Wait or CommandKind.Done || !state.Has(command.Key)
            ? command
            : Stuck(state, command);
    }

    private static Command Decide(RunState state, DateTimeOffset now)
    {
        if (RouteFlow.Next(state) is { } route)
        {
            return route;
        }

        if (EndingFlow.Next(state, now) is { } ending)
        {
            return ending;
        }

        if (state.File.Entries.Count == 0 || state.File.Entries[0].Fact is not Fact.Opened)
        {
            return Commands.Escalate("The journal does not begin with an alert.");
        }

        if (state.Contradiction is { } contradiction)
        {
            return Commands.Escalate($"The journal contradicts itself: {contradiction}");
        }

        if (state.NoPlaybook is { } none)
        {
            return state.AllClear ? EndingFlow.EndedByItself() : RouteFlow.WithoutPlaybook(state, none);
        }

        if (state.Chosen is null)
        {
            return state.AllClear ? EndingFlow.EndedByItself() : Commands.Classify();
        }

        if (state.File.Pinned is not { } pinned || !string.Equals(pinned.Hash, state.Chosen.Hash, StringComparison.Ordinal))
        {
            return Commands.Escalate($"The content of playbook {state.Chosen.Name} as it was chosen is not there.");
        }

        return Run(state, RunTree.Of(pinned, state), now);
    }

    private static Command Run(RunState state, RunTree tree, DateTimeOffset now)
    {
        if (state.Undoing)
        {
            return UndoFlow.Next(state, tree, now, "A step did not succeed.");
        }

        var progress = new TreeFlow(state, tree, now).Next();
        return progress.Kind switch
        {
            ProgressKind.Busy => progress.Command!,
            ProgressKind.Done => OutcomeFlow.Done(state, tree),
            ProgressKind.Stopped => OutcomeFlow.Stopped(state),
            _ => OutcomeFlow.Failed(state, tree, progress, now),
        };
    }

    private static Command Stuck(RunState state, Command command)
    {
        const string key = "escalate:stuck";
        return state.Escalation is null && !state.Closed && !state.Resolved && !state.Has(key)
            ? Commands.Escalate($"The journal has '{command.Key}' but not what should follow from it.") with { Key = key }
            : Commands.Wait(null, "contradiction");
    }
}

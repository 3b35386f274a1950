using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Guardrails.Breakers;

/// <summary>How a run ended, for the breakers.</summary>
/// <param name="Playbook">Its playbook; null when it had none.</param>
/// <param name="Acted">Whether it sent anything.</param>
/// <param name="Bad">Why it did not end well: failed, unknown or undone; null when it did.</param>
/// <param name="Actions">The actions that it sent, each with how it ended badly, or null.</param>
public sealed record RunOutcome(string? Playbook, bool Acted, string? Bad, IReadOnlyDictionary<string, string?> Actions)
{
    /// <summary>The playbooks that were called and acted, each with how one of its steps ended badly, or null; the run's own is not among them.</summary>
    public IReadOnlyDictionary<string, string?> Called { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The breakers that watch it, each with how it ended badly for it, or null.</summary>
    public IEnumerable<(BreakerKind Kind, string Name, string? Bad)> Watched =>
        Actions.Select(a => (BreakerKind.Action, a.Key, a.Value))
            .Concat(Called.Where(c => c.Key != Playbook).Select(c => (BreakerKind.Playbook, c.Key, c.Value)))
            .Append((BreakerKind.Playbook, Playbook ?? string.Empty, Bad));

    /// <summary>Reads it from the journal of a run that is over.</summary>
    public static RunOutcome Of(IncidentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var state = RunState.Of(file);
        var tree = RunTree.Of(file);
        var called = new Dictionary<string, string?>(StringComparer.Ordinal);
        var actions = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var step in state.Steps.Where(s => !s.Id.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal)))
        {
            if (step.Operation is { State: not OperationState.NoEffect } operation)
            {
                var action = operation.Intended.Plan.Action;
                var bad = BadOf(state, step, operation);
                actions[action] = actions.GetValueOrDefault(action) ?? bad;
                foreach (var name in tree?.Find(step.Id)?.Frame.Called ?? [])
                {
                    called[name] = called.GetValueOrDefault(name) ?? bad;
                }
            }
        }

        return new(file.Pinned?.Playbook.Name, actions.Count > 0, actions.Values.FirstOrDefault(b => b is not null), actions) { Called = called };
    }

    // Not what merely expired: that was meant to go back.
    private static bool WasUndoneByPerson(RunState state, StepRun step) => state.File.Facts.OfType<Fact.Expiry>().Any(x =>
        x.Undo is not null && x.What is Fact.Polled { Outcome: PollOutcome.Succeeded } && string.Equals(x.StepId, step.Id, StringComparison.Ordinal));

    private static string? BadOf(RunState state, StepRun step, OperationRun operation) =>
        state.Step(RunState.UndoPrefix + step.Id).Operation is not null || WasUndoneByPerson(state, step) ? "undone"
        : operation.State == OperationState.Failed ? "failed"
        : operation.State != OperationState.Succeeded ? "unknown"
        : step.LastVerify?.State switch
        {
            SignalState.Healthy => null,
            SignalState.Firing => "failed",
            _ => "unknown",
        };
}

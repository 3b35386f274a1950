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
    /// <summary>Reads it from the journal of a run that is over.</summary>
    public static RunOutcome Of(IncidentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var actions = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var step in file.Facts.OfType<Fact.Intended>().Where(i => !IsUndo(i.StepId)).GroupBy(i => i.StepId, StringComparer.Ordinal))
        {
            if (file.Facts.OfType<Fact.Started>().Any(s => s.StepId == step.Key) || file.Facts.OfType<Fact.StartFailed>().LastOrDefault(f => f.StepId == step.Key)?.Outcome is StartOutcome.Doubtful)
            {
                var action = step.Last().Plan.Action;
                actions[action] = actions.GetValueOrDefault(action) ?? BadOf(file, step.Key);
            }
        }

        var bad = actions.Values.FirstOrDefault(b => b is not null);
        return new(file.Pinned?.Playbook.Name, actions.Count > 0, bad, actions);
    }

    private static string? BadOf(IncidentFile file, string stepId)
    {
        if (file.Facts.OfType<Fact.Intended>().Any(i => i.StepId == RunState.UndoPrefix + stepId))
        {
            return "undone";
        }

        var polled = file.Facts.OfType<Fact.Polled>().LastOrDefault(p => p.StepId == stepId)?.Outcome;
        if (polled == PollOutcome.Failed)
        {
            return "failed";
        }

        if (polled != PollOutcome.Succeeded)
        {
            return "unknown";
        }

        var verified = file.Facts.OfType<Fact.SignalRead>().LastOrDefault(r => r.StepId == stepId && r.Purpose == SignalPurpose.Verify);
        return verified?.State switch
        {
            SignalState.Healthy => null,
            SignalState.Firing => "failed",
            _ => "unknown",
        };
    }

    private static bool IsUndo(string stepId) => stepId.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal);
}

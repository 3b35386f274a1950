using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>What a step of the pinned playbook runs.</summary>
/// <param name="Action">The action to run.</param>
/// <param name="With">Its parameters.</param>
public sealed record StepAction(IAction Action, JsonObject With);

/// <summary>Finds the action behind a step id of a run.</summary>
public sealed class ActionLookup(IReadOnlyDictionary<string, IAction> actions)
{
    /// <summary>Finds the action by its name.</summary>
    /// <exception cref="InvalidOperationException">There is none; lint would have said so.</exception>
    public IAction Find(string name) =>
        actions.TryGetValue(name, out var action) ? action : throw new InvalidOperationException($"There is no action '{name}'.");

    /// <summary>Finds what a step of the pinned playbook runs.</summary>
    /// <exception cref="InvalidOperationException">The playbook has no such step.</exception>
    public StepAction Resolve(IncidentFile file, string stepId)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(stepId);
        var step = file.Pinned?.Playbook.Steps.FirstOrDefault(s => s.Id == stepId)
            ?? throw new InvalidOperationException($"The pinned playbook has no step '{stepId}'.");
        return new StepAction(Find(step.Action), step.With);
    }

    /// <summary>The plan of a step's last intent, or null when none was written: the undo ledger.</summary>
    public static ActionPlan? Executed(IncidentFile file, string stepId)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Facts.OfType<Fact.Intended>().LastOrDefault(f => f.StepId == stepId)?.Plan;
    }
}

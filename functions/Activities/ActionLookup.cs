using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>Finds the action behind a step id of a run.</summary>
public sealed class ActionLookup(IReadOnlyDictionary<string, IAction> actions)
{
    /// <summary>Finds the action by its name.</summary>
    /// <exception cref="InvalidOperationException">There is none; lint would have said so.</exception>
    public IAction Find(string name) =>
        actions.TryGetValue(name, out var action) ? action : throw new InvalidOperationException($"There is no action '{name}'.");

    /// <summary>The descriptors of all actions.</summary>
    public IReadOnlyList<ActionDescriptor> Descriptors { get; } = [.. actions.Values.Select(a => a.Descriptor)];

    /// <summary>Finds a step of the run.</summary>
    /// <exception cref="InvalidOperationException">The run has no such step.</exception>
    public static StepInRun Resolve(IncidentFile file, string stepId) =>
        StepInRun.Find(file, stepId) ?? throw new InvalidOperationException($"The run has no step '{stepId}'.");

    /// <summary>The plan of a step's last intent, or null when none was written: the undo ledger.</summary>
    public static ActionPlan? Executed(IncidentFile file, string stepId)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Facts.OfType<Fact.Intended>().LastOrDefault(f => f.StepId == stepId)?.Plan;
    }
}

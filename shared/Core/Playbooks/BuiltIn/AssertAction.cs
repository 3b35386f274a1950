using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.BuiltIn;

/// <summary>Fails the run's step unless a condition holds, or the signal that fired is as it should be. What cannot be told does not hold.</summary>
internal static class AssertAction
{
    internal const string Name = "assert";

    /// <summary>Parameter: a condition over what is known.</summary>
    internal const string That = "that";

    /// <summary>Parameter: what the signal must be, <c>healthy</c> or <c>firing</c>.</summary>
    internal const string Signal = "signal";

    internal static ActionDescriptor Descriptor { get; } = BuiltInActions.Describe(
        Name,
        new ActionParameter(That, ActionParameterType.Condition, Required: false, "A condition over what is known; it must hold."),
        new ActionParameter(Signal, ActionParameterType.Text, Required: false, "What the signal that fired must be now: healthy or firing."));

    internal static Progress Next(StepRun run)
    {
        var with = run.Inputs!.Fact.With;
        if (with?[That] is { } held && !held.GetValue<bool>())
        {
            return Progress.Failed($"Step {run.Id} asserts what does not hold.");
        }

        if (with?[Signal]?.GetValue<string>() is not { } wanted)
        {
            return Progress.Done;
        }

        if (run.LastAssert is not { Fact: var read })
        {
            return Progress.Busy(Commands.ReadAssert(run));
        }

        var state = string.Equals(wanted, "firing", StringComparison.Ordinal) ? SignalState.Firing : SignalState.Healthy;
        return read.State == state ? Progress.Done : Progress.Failed($"Step {run.Id} asserts that the signal is {wanted}: {read.Reason}");
    }
}

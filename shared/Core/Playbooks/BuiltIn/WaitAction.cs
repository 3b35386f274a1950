using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.BuiltIn;

/// <summary>Waits on the durable clock. Time is counted from the moment at which the step was reached.</summary>
internal static class WaitAction
{
    internal const string Name = "wait";

    private const string For = "for";

    internal static ActionDescriptor Descriptor { get; } =
        BuiltInActions.Describe(Name, new ActionParameter(For, ActionParameterType.Duration, Required: true, "How long, for example 10m; at most 7d."));

    internal static Progress Next(StepRun run, DateTimeOffset now)
    {
        var since = run.Inputs!;
        if (DurationText.Parse(since.Fact.With?[For]?.GetValue<string>()) is not { } time)
        {
            return Progress.Failed($"Step {run.Id} does not say how long to wait.");
        }

        var due = RunLimits.After(since.At, time);
        return now >= due ? Progress.Done : Progress.Busy(Commands.Wait(due, "step", run.Id));
    }
}

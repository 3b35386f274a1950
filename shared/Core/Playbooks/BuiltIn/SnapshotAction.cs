using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.BuiltIn;

/// <summary>Writes the values of the signal's last hour into the timeline, so that they are there when the metrics are long gone.</summary>
internal static class SnapshotAction
{
    internal const string Name = "snapshot";

    internal static ActionDescriptor Descriptor { get; } = BuiltInActions.Describe(Name);

    internal static Progress Next(RunState state, StepRun run)
    {
        var take = Commands.Snapshot(run.Id);
        return state.Has(take.Key) ? Progress.Done : Progress.Busy(take);
    }
}

using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.BuiltIn;

/// <summary>
/// Writes the values of the signal's last hour and what was logged about its resource into the timeline, so that they are there
/// when metrics and logs are long gone.
/// </summary>
internal static class SnapshotAction
{
    internal const string Name = "snapshot";

    private const string ReadActivityLog = "Microsoft.Insights/eventtypes/values/read";

    internal static ActionDescriptor Descriptor { get; } = BuiltInActions.Describe(Name) with { Permissions = [ReadActivityLog] };

    internal static Progress Next(RunState state, StepRun run)
    {
        var take = Commands.Snapshot(run.Id);
        return state.Has(take.Key) ? Progress.Done : Progress.Busy(take);
    }
}

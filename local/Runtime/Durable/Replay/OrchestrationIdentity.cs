using Microsoft.DurableTask;

namespace OpsAutomation.Runtime.Durable.Replay;

/// <summary>What does not change during an execution.</summary>
/// <param name="Name">The orchestrator's name.</param>
/// <param name="InstanceId">The instance's id.</param>
/// <param name="Version">The version it was started with; empty when unversioned.</param>
/// <param name="Parent">Who called it; null when a client started it.</param>
/// <param name="CustomStatus">The custom status left by the execution before, as JSON.</param>
internal sealed record OrchestrationIdentity(
    TaskName Name,
    string InstanceId,
    string Version,
    ParentOrchestrationInstance? Parent,
    string? CustomStatus)
{
    /// <summary>The version of sub-orchestrations that are called without one.</summary>
    internal string DefaultVersion { get; init; } = "";
}

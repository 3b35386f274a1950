using Microsoft.DurableTask;

namespace OpsAutomation.Runtime.Durable;

/// <summary>What the engine asks of the application: the code behind a name. The host implements it.</summary>
public interface ITaskCatalog
{
    /// <summary>
    /// Finds orchestrator code. The returned function is called on the orchestrator's own thread and must not leave it:
    /// it may await only tasks that the context made, and never with <c>ConfigureAwait(false)</c>.
    /// </summary>
    /// <param name="name">The name, compared without regard to case.</param>
    /// <returns>The code, or null: the orchestration then fails with a message that says so.</returns>
    Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(TaskName name);

    /// <summary>Finds activity code. It may run more than once for one call (at least once).</summary>
    /// <param name="name">The name, compared without regard to case.</param>
    /// <returns>The code, or null: the call then fails, and is not retried, with a message that says so.</returns>
    Func<ActivityInvocation, Task<object?>>? FindActivity(TaskName name);
}

/// <summary>One call of an activity.</summary>
/// <param name="Name">The activity's name as the orchestrator wrote it.</param>
/// <param name="InstanceId">The orchestration that called.</param>
/// <param name="SerializedInput">The input as JSON, or null when there is none.</param>
/// <param name="TaskId">The call's number inside its orchestration; with the instance id it names the call, and stays the same when it runs again.</param>
/// <param name="CancellationToken">Cancelled when the engine stops; an activity that gives up then runs again after the next start.</param>
public sealed record ActivityInvocation(
    string Name,
    string InstanceId,
    string? SerializedInput,
    int TaskId,
    CancellationToken CancellationToken);

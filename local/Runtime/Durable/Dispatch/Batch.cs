using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Durable.History;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>What of an inbox is taken in one episode. What is not consumed stays where it is.</summary>
/// <param name="Consumed">Keys of the messages that are done with.</param>
/// <param name="Received">What the code is told, in order.</param>
/// <param name="Terminate">Set when the execution ends now.</param>
/// <param name="Status">The status after the episode, if the code does not end.</param>
internal sealed record Batch(
    IReadOnlyList<long> Consumed,
    IReadOnlyList<DurableEvent> Received,
    TerminateRequested? Terminate,
    OrchestrationRuntimeStatus Status)
{
    /// <summary>
    /// Sorts an inbox. Control comes first and works on a suspended instance too, where everything else waits;
    /// messages for an earlier execution are consumed unread; nothing is told before the start.
    /// </summary>
    internal static Batch Sort(IReadOnlyList<InboxRow> inbox, InstanceRow row, bool begun)
    {
        List<long> consumed = [];
        List<DurableEvent> control = [];
        List<InboxRow> ordinary = [];
        var suspended = row.Status == OrchestrationRuntimeStatus.Suspended;
        foreach (var message in inbox)
        {
            if (message.Execution is { } execution && execution != row.Execution)
            {
                consumed.Add(message.Id);
            }
            else if (message.Event.IsControl)
            {
                consumed.Add(message.Id);
                control.Add(message.Event);
                suspended = message.Event switch
                {
                    SuspendRequested => true,
                    ResumeRequested => false,
                    _ => suspended,
                };
            }
            else
            {
                ordinary.Add(message);
            }
        }

        begun |= ordinary.Exists(static m => m.Event is ExecutionStarted);
        var deliver = begun && !suspended ? ordinary : [];
        consumed.AddRange(deliver.Select(static m => m.Id));
        return new Batch(
            consumed,
            [.. control, .. deliver.Select(static m => m.Event)],
            control.OfType<TerminateRequested>().FirstOrDefault(),
            suspended ? OrchestrationRuntimeStatus.Suspended : begun ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending);
    }
}

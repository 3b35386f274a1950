using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Every minute, tells what waited for the end of quiet hours, or for others of its group.</summary>
public sealed class HeldNotices(HeldDesk desk)
{
    /// <summary>Looks once.</summary>
    [Function(nameof(HeldNotices))]
    public Task Run([TimerTrigger("20 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        desk.TellAsync(client, cancellationToken);
}

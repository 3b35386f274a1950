using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Every minute, looks whether a source that should speak is silent.</summary>
public sealed class HeartbeatWatch(HeartbeatDesk desk)
{
    /// <summary>Looks once.</summary>
    [Function(nameof(HeartbeatWatch))]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => desk.LookAsync(cancellationToken);
}

using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Every minute, sees whether synthetic alerts arrived, and sends the one that is due (<c>Ops:SyntheticEvery</c>).</summary>
public sealed class SyntheticAlert(DrillDesk desk)
{
    /// <summary>Looks once. A run that is late is the first after a start, when Event Grid may not be connected yet.</summary>
    [Function(nameof(SyntheticAlert))]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return desk.TickAsync(timer.IsPastDue, cancellationToken);
    }
}

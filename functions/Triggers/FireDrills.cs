using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Every half minute, begins the fire drills that are due (<c>drills.yaml</c>) and goes on with those under way.</summary>
public sealed class FireDrills(FireDrillDesk desk)
{
    /// <summary>Looks once. A run that is late is the first after a start, when Event Grid may not be connected yet.</summary>
    [Function(nameof(FireDrills))]
    public Task Run([TimerTrigger("10,40 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return desk.TickAsync(timer.IsPastDue, cancellationToken);
    }
}

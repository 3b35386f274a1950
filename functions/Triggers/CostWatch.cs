using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Every quarter of an hour, counts what runs and reads what the billing has new.</summary>
public sealed class CostWatch(CostDesk desk)
{
    /// <summary>Looks once.</summary>
    [Function(nameof(CostWatch))]
    public Task Run([TimerTrigger("0 7,22,37,52 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => desk.LookAsync(cancellationToken);
}

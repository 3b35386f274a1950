using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Every minute, measures the objectives.</summary>
public sealed class SloWatch(SloDesk desk)
{
    /// <summary>Measures once.</summary>
    [Function(nameof(SloWatch))]
    public Task Run([TimerTrigger("20 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => desk.MeasureAsync(cancellationToken);
}

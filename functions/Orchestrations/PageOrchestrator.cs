using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Orchestrations;

/// <summary>
/// Looks after the pages of an incident: one look a turn, until a time or until somebody does something. Records say how far the
/// escalation is, so a process that was down goes on where it was.
/// </summary>
public static class PageOrchestrator
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Runs one turn.</summary>
    [Function(nameof(PageOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var order = context.GetInput<PageOrder>() ?? throw new InvalidOperationException("The page has no input.");
        if (await LookAsync(context, order) is { } at)
        {
            await IncidentOrchestrator.WaitAsync(context, at);
            context.ContinueAsNew(order);
        }
    }

    private static async Task<DateTimeOffset?> LookAsync(TaskOrchestrationContext context, PageOrder order)
    {
        try
        {
            return await context.CallActivityAsync<DateTimeOffset?>(nameof(LookAfterPage), order, IncidentOrchestrator.Retry);
        }
        catch (TaskFailedException)
        {
            // Nobody but this calls the next level: an outage must not end it.
            return new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero) + AfterFailure;
        }
    }
}

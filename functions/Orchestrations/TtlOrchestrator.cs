using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Orchestrations;

/// <summary>
/// Gives back what a step added, later and on its own, after the incident was closed: waits for the expiry, then takes
/// one look a turn until the change is given back or a person has it. Records say how far it is.
/// </summary>
public static class TtlOrchestrator
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(10);

    /// <summary>Runs one turn.</summary>
    [Function(nameof(TtlOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var look = context.GetInput<TtlLook>() ?? throw new InvalidOperationException("The expiry has no input.");
        if (look.LookAt.UtcDateTime > context.CurrentUtcDateTime)
        {
            await context.CreateTimer(look.LookAt.UtcDateTime, CancellationToken.None);
        }

        if (await LookAsync(context, look) is { } at)
        {
            context.ContinueAsNew(look with { LookAt = at });
        }
    }

    private static async Task<DateTimeOffset?> LookAsync(TaskOrchestrationContext context, TtlLook look)
    {
        try
        {
            return await context.CallActivityAsync<DateTimeOffset?>(nameof(GiveBack), look.Order, IncidentOrchestrator.Retry);
        }
        catch (TaskFailedException)
        {
            // The incident is closed by now, and nobody but this looks after the change: an outage must not end it.
            return new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero) + AfterFailure;
        }
    }
}

/// <summary>Input of an expiry's orchestration.</summary>
/// <param name="Order">What expires.</param>
/// <param name="LookAt">When to look, at first the expiry itself.</param>
public sealed record TtlLook(TtlOrder Order, DateTimeOffset LookAt);

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Rehoming;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Every ten seconds, settles the scopes whose time has come: what was held back and still fires when the reason is over is
/// told then, and what flapped and has been calm is told to be over.
/// </summary>
public sealed partial class Settler(ScopeSettler scopes, OutboxPump pump, StormDesk storms, CalendarWatch calendars, ScopeRouter router, ILogger<Settler> logger)
{
    // A bounded pace: when a storm ends, what still fires must not be the next one.
    private const int MostAtOnce = 50;

    /// <summary>Settles what is due.</summary>
    [Function(nameof(Settler))]
    public async Task Run([TimerTrigger("5,15,25,35,45,55 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var due = await scopes.DueAsync(MostAtOnce, cancellationToken);
        if (due.Count > 0)
        {
            // Before what a window or a silence hid is told: then it would no longer be counted as hidden.
            await LookAtCalendarAsync(cancellationToken);
        }

        foreach (var order in due)
        {
            try
            {
                await pump.SettleAsync(order, client, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One that fails comes again in ten seconds and must not hold up the others.
                Failed(logger, order.Scope, e);
            }
        }
    }

    /// <summary>Every half minute, notices what began or ended in the calendar, and looks after storms and common causes.</summary>
    [Function("StormWatch")]
    public async Task Watch([TimerTrigger("15,45 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await LookAtCalendarAsync(cancellationToken);
        await storms.LookAsync(client, cancellationToken);
    }

    /// <summary>Forgets, once an hour, what scopes had told each other and has long been over, and ways to scopes that have nothing open any more.</summary>
    [Function("ClimatePurge")]
    public async Task Purge([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await scopes.PurgeAsync(cancellationToken);
        await router.PurgeAsync(cancellationToken);
    }

    private async Task LookAtCalendarAsync(CancellationToken cancellationToken)
    {
        foreach (var seen in await calendars.LookAsync(cancellationToken))
        {
            Calendar(logger, seen.Text);
        }
    }

    [LoggerMessage(2141, LogLevel.Information, "{What}")]
    private static partial void Calendar(ILogger logger, string what);

    [LoggerMessage(2140, LogLevel.Warning, "Could not settle the scope {Scope}; it is tried again in ten seconds.")]
    private static partial void Failed(ILogger logger, string scope, Exception exception);
}

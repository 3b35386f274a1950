using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Orchestrations;

/// <summary>
/// Carries out what <c>Advance</c> leaves to it (a wait, a message, what failed before), one command a turn, and starts anew:
/// history stays short however long a run waits, and an edit of the interpreter never breaks one that has waited for days.
/// Truth is in records; the <see cref="WakeEvent"/> only says "look again".
/// </summary>
public static class IncidentOrchestrator
{
    /// <summary>Name of the external event that ends a wait early.</summary>
    public const string WakeEvent = "wake";

    /// <summary>Commands in a row that may write nothing before a person is called. A redelivery explains one or two.</summary>
    private const int MaxStalled = 3;

    private static readonly TimeSpan StalledPause = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A redelivered activity writes nothing twice, so trying again is safe. Five tries over about a minute cover a
    /// record store that is busy; what lasts longer is a person's matter.
    /// </summary>
    internal static TaskOptions Retry { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>Runs one turn.</summary>
    [Function(nameof(IncidentOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<RunReference>() ?? throw new InvalidOperationException("The run has no input.");
        var command = await context.CallActivityAsync<Command>(nameof(AdvanceIncident), run, Retry);
        switch (command.Kind)
        {
            case CommandKind.Done:
                return;
            case CommandKind.Wait:
                await WaitAsync(context, command.Until);
                context.ContinueAsNew(run with { Stalled = 0 });
                return;
            default:
                var progress = await CarryOutAsync(context, run, command);
                if (!progress && run.Stalled >= MaxStalled)
                {
                    // A person was called and it still asks for the same: look again when something happens, not at once.
                    await WaitAsync(context, new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero) + StalledPause);
                }

                context.ContinueAsNew(run with { Stalled = progress ? 0 : run.Stalled + 1 });
                return;
        }
    }

    private static async Task<bool> CarryOutAsync(TaskOrchestrationContext context, RunReference run, Command command)
    {
        string reason;
        try
        {
            if (run.Stalled < MaxStalled || command.Kind == CommandKind.Escalate)
            {
                return await OrderAsync(context, run, command);
            }

            reason = $"The run makes no progress at '{command.Key}'.";
        }
        catch (TaskFailedException) when (command.Kind == CommandKind.Notify)
        {
            // A channel that is down must not stop a remediation: that nobody was told is recorded.
            return await OrderAsync(context, run, command, lastTry: true);
        }
        catch (TaskFailedException e) when (command.Kind != CommandKind.Escalate)
        {
            reason = $"'{command.Key}' failed five times: {e.FailureDetails.ErrorMessage}";
        }

        return await OrderAsync(context, run, new Command(CommandKind.Escalate, $"escalate:{command.Key}", command.StepId, Reason: reason));
    }

    private static Task<bool> OrderAsync(TaskOrchestrationContext context, RunReference run, Command command, bool lastTry = false) =>
        context.CallActivityAsync<bool>(CommandActivity.NameOf(command.Kind), new CommandOrder(run.IncidentId, command, lastTry), Retry);

    /// <summary>Waits for a time, or for the <see cref="WakeEvent"/>, whichever is first.</summary>
    internal static async Task WaitAsync(TaskOrchestrationContext context, DateTimeOffset? until)
    {
        using var done = new CancellationTokenSource();
        var wake = context.WaitForExternalEvent<string>(WakeEvent, done.Token);
        if (until is not { } at)
        {
            await wake;
            return;
        }

        await Task.WhenAny(wake, context.CreateTimer(at.UtcDateTime, done.Token));

        // Not CancelAsync: it leaves the orchestrator's thread.
#pragma warning disable MA0042, CA1849
        done.Cancel();
#pragma warning restore MA0042, CA1849
    }
}

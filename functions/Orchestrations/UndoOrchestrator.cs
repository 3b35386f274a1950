using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Orchestrations;

/// <summary>Takes back what a person wants taken back, one change after the other and one look a turn. Records say how far it is.</summary>
public static class UndoOrchestrator
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Runs one turn.</summary>
    [Function(nameof(UndoOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var turn = context.GetInput<UndoTurn>() ?? throw new InvalidOperationException("The undo has no input.");
        if (turn.LookAt is { } at && at.UtcDateTime > context.CurrentUtcDateTime)
        {
            await context.CreateTimer(at.UtcDateTime, CancellationToken.None);
        }

        if (await LookAsync(context, turn) is { } next)
        {
            context.ContinueAsNew(next);
        }
    }

    private static async Task<UndoTurn?> LookAsync(TaskOrchestrationContext context, UndoTurn turn)
    {
        try
        {
            if (await context.CallActivityAsync<TtlOrder?>(nameof(NextUndo), turn, IncidentOrchestrator.Retry) is not { } order)
            {
                return null;
            }

            var at = await context.CallActivityAsync<DateTimeOffset?>(nameof(GiveBack), order, IncidentOrchestrator.Retry);
            return at is null ? turn with { Left = turn.Left + 1, LookAt = null } : turn with { LookAt = at };
        }
        catch (TaskFailedException)
        {
            // A person was told that it is under way, and nobody but this looks after it: an outage must not end it.
            return turn with { LookAt = new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero) + AfterFailure };
        }
    }
}

/// <summary>Input of an undo's orchestration.</summary>
/// <param name="Order">Which undo.</param>
/// <param name="Left">How many of its changes are left behind: taken back, or given up.</param>
/// <param name="LookAt">When to look, or null for now.</param>
public sealed record UndoTurn(UndoOrder Order, int Left = 0, DateTimeOffset? LookAt = null);

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Reads the signal that fired again: before acting, after acting, and before closing.</summary>
public sealed class ReadSignal(IncidentJournal journal, OutboxPump pump, ISignalReader signals)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(ReadSignal))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var file = await journal.RequireAsync(order.IncidentId, cancellationToken);
        var purpose = Enum.Parse<SignalPurpose>(order.Command.Target ?? nameof(SignalPurpose.Before));
        var alert = file.Facts.OfType<Fact.Opened>().First().Alert;
        var changedAt = purpose == SignalPurpose.Before ? null : LastChange(file);
        var reading = await signals.ReadAsync(alert, changedAt, cancellationToken);
        return await pump.AppendAsync(
            order.IncidentId,
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"{Introduction(purpose)}: {Word(reading.State)}. {reading.Reason}",
                new Fact.SignalRead(order.Command.StepId ?? string.Empty, purpose, reading.State, reading.Value, reading.Reason),
                CommandStatus.Of(order.Command)),
            client,
            cancellationToken);
    }

    // Data from before the change says nothing about it.
    private static DateTimeOffset? LastChange(IncidentFile file) =>
        file.Entries.LastOrDefault(e => e.Fact is Fact.Started)?.At;

    private static string Introduction(SignalPurpose purpose) => purpose switch
    {
        SignalPurpose.Before => "Read the signal before acting",
        SignalPurpose.Verify => "Read the signal to verify",
        _ => "Read the signal before closing",
    };

    private static string Word(SignalState state) => state switch
    {
        SignalState.Healthy => "healthy",
        SignalState.Firing => "still firing",
        _ => "unknown",
    };
}

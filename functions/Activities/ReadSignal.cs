using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Reads the signal that fired again: before acting, after acting, and before closing.</summary>
public sealed class ReadSignal(OutboxPump pump, ISignalReader signals) : ICommandActivity
{
    /// <summary>More reads than these do not fit into the 30 seconds of an activity.</summary>
    private const int MaxReads = 10;

    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(ReadSignal))]
    public Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return CarryOutAsync(order, pump.Desk(order.IncidentId, client), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> CarryOutAsync(CommandOrder order, RunDesk desk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(desk);
        var file = await desk.ReadAsync(cancellationToken);
        var purpose = Enum.Parse<SignalPurpose>(order.Command.Target ?? nameof(SignalPurpose.Before));
        var changedAt = purpose is SignalPurpose.Before or SignalPurpose.Assert ? null : LastChange(file);
        var alerts = FiringAlerts.Of(file);
        var reading = purpose switch
        {
            SignalPurpose.Close => await WorstAsync(alerts, changedAt, cancellationToken),
            SignalPurpose.Verify => await signals.ReadAsync(AlertOf(file, order.Command.StepId, alerts), changedAt, cancellationToken),
            _ => await signals.ReadAsync(alerts[0], changedAt, cancellationToken),
        };
        return await desk.AppendAsync(
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"{Introduction(purpose)}: {Word(reading.State)}. {reading.Reason}",
                new Fact.SignalRead(order.Command.StepId ?? string.Empty, purpose, reading.State, reading.Value, reading.Reason),
                CommandStatus.Of(order.Command)),
            cancellationToken);
    }

    // A step on one of several resources is judged by the alert of that one, where it has one of its own.
    private static Alert AlertOf(IncidentFile file, string? stepId, IReadOnlyList<Alert> alerts) =>
        stepId is not null && StepInRun.Find(file, stepId)?.Resource is { } resource
            ? alerts.FirstOrDefault(a => string.Equals(a.Resource, resource, StringComparison.OrdinalIgnoreCase)) ?? alerts[0]
            : alerts[0];

    // An incident is over when everything that joined it is over, not when the first alert is.
    private async Task<SignalReading> WorstAsync(IReadOnlyList<Alert> alerts, DateTimeOffset? changedAt, CancellationToken cancellationToken)
    {
        if (alerts.Count > MaxReads)
        {
            return new SignalReading(SignalState.Unknown, null, null, $"{alerts.Count} different conditions fired in it, too many to read; a person looks.");
        }

        var worst = await signals.ReadAsync(alerts[0], changedAt, cancellationToken);
        foreach (var alert in alerts.Skip(1))
        {
            var next = await signals.ReadAsync(alert, changedAt, cancellationToken);
            if (Gravity(next.State) > Gravity(worst.State))
            {
                worst = next with { Reason = $"'{alert.Rule}', which joined later: {next.Reason}" };
            }
        }

        return worst;
    }

    private static int Gravity(SignalState state) => state switch
    {
        SignalState.Healthy => 0,
        SignalState.Unknown => 1,
        _ => 2,
    };

    // Data from before the end of the last change says nothing about it.
    private static DateTimeOffset? LastChange(IncidentFile file) =>
        file.Entries.LastOrDefault(e => e.Fact is Fact.Started or Fact.Polled { Outcome: PollOutcome.Succeeded or PollOutcome.Failed })?.At;

    private static string Introduction(SignalPurpose purpose) => purpose switch
    {
        SignalPurpose.Before => "Read the signal before acting",
        SignalPurpose.Verify => "Read the signal to verify",
        SignalPurpose.Assert => "Read the signal as the playbook asks",
        _ => "Read the signal before closing",
    };

    private static string Word(SignalState state) => state switch
    {
        SignalState.Healthy => "healthy",
        SignalState.Firing => "still firing",
        _ => "unknown",
    };
}

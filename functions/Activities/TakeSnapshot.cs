using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Writes the values of the signal's last hour, and what was logged about its resource, into the timeline. That they cannot be
/// read stops nothing, and is written too.
/// </summary>
public sealed class TakeSnapshot(OutboxPump pump, ISignalReader signals, ILogReader logs) : ICommandActivity
{
    /// <summary>Lines of the log that stand in the timeline itself; the others are in the fact.</summary>
    private const int Shown = 5;

    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(TakeSnapshot))]
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
        var alert = file.Facts.OfType<Fact.Opened>().First().Alert;
        var history = await signals.HistoryAsync(alert, Span, cancellationToken);
        var logged = await logs.ReadAsync(alert.Resource, Span, cancellationToken);
        var name = alert.Signal.Name ?? alert.Rule;
        return await desk.AppendAsync(
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"{Text(name, alert, history)} {Text(logged)}",
                new Fact.SnapshotTaken(order.Command.StepId!, name, alert.Unit, history.Points, history.Reason, logged.Lines, logged.Reason)),
            cancellationToken);
    }

    private static string Text(string name, Alert alert, SignalHistory history) => history.Points.Count == 0
        ? $"No snapshot of {name}: {history.Reason}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Snapshot of {name} over the last hour: {history.Points.Count} values from {history.Points.Min(p => p.Value):0.##} to {history.Points.Max(p => p.Value):0.##}{(alert.Unit is { } unit ? $" {unit}" : string.Empty)}, last {history.Points[^1].Value:0.##}.");

    private static string Text(LogHistory logged) => logged.Lines.Count == 0
        ? $"Logs: {logged.Reason}"
        : $"Logs: {logged.Reason} Last: {string.Join("; ", logged.Lines.TakeLast(Shown).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.At.UtcDateTime:HH:mm:ss} {l.Text}")))}";
}

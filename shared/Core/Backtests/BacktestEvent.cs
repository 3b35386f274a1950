using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;

namespace OpsAutomation.Core.Backtests;

/// <summary>One event as a system received it: a line of an events file.</summary>
/// <param name="Source">The sender's name.</param>
/// <param name="ReceivedAt">When it was accepted.</param>
/// <param name="Body">The body: one alert where there is an id, else whatever the sender posted.</param>
/// <param name="Id">The alert's id in the system that it comes from; null for what was written by hand.</param>
/// <param name="Unparseable">Why it can never become an alert, where the system saw that already; otherwise null.</param>
public sealed record BacktestEvent(string Source, DateTimeOffset ReceivedAt, JsonElement Body, string? Id = null, DeadLetter? Unparseable = null)
{
    /// <summary>The event of a row of the intake ledger.</summary>
    public static BacktestEvent Of(StoredItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new BacktestEvent(item.Source, item.ReceivedAt, item.Body, item.AlertId, item.Unparseable);
    }
}

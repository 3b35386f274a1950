using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Telemetry;
using OpsAutomation.Core.Telemetry.Drills;
using OpsAutomation.Core.Telemetry.Heartbeats;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Activities;

/// <summary>Puts together what is known of sources and of synthetic alerts, for the API and the page alike.</summary>
public sealed class TelemetryDesk(SenderCatalog senders, HeartbeatLedger heartbeats, DrillLedger drills, OpsOptions options, TimeProvider clock)
{
    /// <summary>Reads it.</summary>
    public async Task<TelemetryReport> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var heard = await heartbeats.ReadHeardAsync(cancellationToken);
        var expected = (await heartbeats.ReadExpectedAsync(cancellationToken)).ToDictionary(e => e.Source, StringComparer.OrdinalIgnoreCase);
        return new TelemetryReport(
            now,
            [.. senders.All.Select(s => Source(s, heard.GetValueOrDefault(s.Name), expected.GetValueOrDefault(s.Name)))],
            await SyntheticAsync(now, cancellationToken));
    }

    private static SourceTelemetry Source(Sender sender, HeardSource? heard, ExpectedSource? expected)
    {
        var heartbeat = sender.Heartbeat;
        var alive = heard?.SignOfLife(heartbeat?.Rule) is not null;
        var silence = heartbeat is null ? null : expected?.Silence;
        return new SourceTelemetry(
            sender.Name,
            silence is not null ? "silent" : alive ? "heard" : heartbeat is not null ? "waiting" : "quiet",
            heard?.At,
            heartbeat?.Expect.TotalSeconds,
            heartbeat?.Rule,
            heartbeat?.Rule is { } rule ? heard?.SignOfLife(rule) : null,
            silence?.Since);
    }

    private async Task<SyntheticReport> SyntheticAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var objective = new DrillObjective(options.SyntheticObjective, options.SyntheticWithin, options.SyntheticWindow);
        var (state, _) = await drills.ReadAsync(cancellationToken);
        var on = options.SyntheticEvery is { } every && every > TimeSpan.Zero;
        var failing = on && state.IsFailing;
        return new SyntheticReport(
            on ? options.SyntheticEvery!.Value.TotalSeconds : null,
            failing,
            failing ? state.Outage!.Since : null,
            failing ? state.Outage!.Reason : null,
            objective.Ratio,
            objective.Within.TotalSeconds,
            objective.Window.TotalDays,
            DrillFigures.Of(await drills.ReadHoursAsync(now, objective.Window, cancellationToken), objective),
            state.Recent);
    }
}

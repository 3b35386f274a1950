using OpsAutomation.Core.Telemetry.Drills;
using OpsAutomation.Core.Telemetry.Heartbeats;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Telemetry;

public sealed class TelemetryLedgersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_talkative_source_is_noted_at_its_pace_and_old_news_change_nothing()
    {
        var store = new InMemoryRecordStore();
        var ledger = new HeartbeatLedger(store);
        await ledger.HearAsync(new HeardSource("grafana", Noon));
        await ledger.HearAsync(new HeardSource("grafana", Noon.AddSeconds(29)));
        await new HeartbeatLedger(store).HearAsync(new HeardSource("grafana", Noon.AddSeconds(20)));
        await ledger.HearAsync(new HeardSource("grafana", Noon.AddMinutes(-5)));
        Assert.Equal(Noon, (await ledger.ReadHeardAsync())["grafana"].At);

        await ledger.HearAsync(new HeardSource("grafana", Noon.AddSeconds(30), "Watchdog", Noon.AddSeconds(30)));
        await ledger.HearAsync(new HeardSource("grafana", Noon.AddSeconds(90)));
        Assert.Equal(new HeardSource("grafana", Noon.AddSeconds(90), "Watchdog", Noon.AddSeconds(30)), (await ledger.ReadHeardAsync())["grafana"]);
    }

    [Fact]
    public async Task Twenty_eight_days_of_drills_are_kept_and_no_more()
    {
        var ledger = new DrillLedger(new InMemoryRecordStore());
        for (var hour = 0; hour < 30 * 24; hour++)
        {
            var at = Noon.AddHours(hour);
            await ledger.KeepAsync(DrillState.Empty with { LastNumber = hour }, (await ledger.ReadAsync()).Tag, [new DrillOutcome("al", at, true, 20, "ok")], 0, at);
        }

        var now = Noon.AddHours((30 * 24) - 1);
        Assert.Equal((30 * 24) - 1, (await ledger.ReadAsync()).State.LastNumber);
        Assert.Equal((28 * 24) + 1, (await ledger.ReadHoursAsync(now, TimeSpan.FromDays(365))).Count);
        Assert.Equal(25, DrillHour.Sum(await ledger.ReadHoursAsync(now, TimeSpan.FromDays(1))).Good);
    }
}

using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Telemetry.FireDrills;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Telemetry;

public sealed class FireDrillTests
{
    private static readonly DateTimeOffset Sent = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    private static readonly FireDrill Weekly = new(
        "weekly", WallClock.Find("Europe/Berlin")!, new DateOnly(2026, 10, 19), new TimeOnly(10, 0), 7, null, [], ["ana"], FireDrillTimes.Default);

    private static readonly FireDrillRun Begun = new()
    {
        Id = "DRILL-weekly-6",
        Drill = "weekly",
        SentAt = Sent,
        AlertId = "a1",
        People = ["ana"],
        Within = FireDrillTimes.Default,
    };

    private static readonly FireDrillRun Told = Begun with
    {
        DisposedAt = Sent.AddSeconds(1),
        ToldAt = Sent.AddSeconds(5),
        Deliveries = [new("teams", true, Sent.AddSeconds(6), "ok")],
    };

    [Theory]
    [InlineData("2026-10-19T07:59:00Z", null)]
    [InlineData("2026-10-19T08:00:00Z", 0)] // 10:00 in summer time.
    [InlineData("2026-10-26T08:59:00Z", 0)]
    [InlineData("2026-10-26T09:00:00Z", 1)] // 10:00 in winter time.
    public void It_is_due_at_the_same_time_on_the_wall(string at, int? number) =>
        Assert.Equal(number, Weekly.DueBy(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))?.Number);

    [Fact]
    public void It_is_told_when_its_alert_arrived_acts_when_approved_and_then_ends()
    {
        Assert.Equal(FireDrillStep.Wait, FireDrillFlow.Next(Begun, Sent.AddMinutes(1)));
        Assert.Equal(FireDrillStep.End, FireDrillFlow.Next(Begun, Sent.AddMinutes(2)));
        Assert.Equal(FireDrillStep.Tell, FireDrillFlow.Next(Begun with { DisposedAt = Sent }, Sent));
        Assert.Equal(FireDrillStep.Wait, FireDrillFlow.Next(Told, Sent.AddMinutes(29)));
        Assert.Equal(FireDrillStep.End, FireDrillFlow.Next(Told, Sent.AddMinutes(31)));

        var approved = Told with { AcknowledgedAt = Sent.AddMinutes(2), DecidedAt = Sent.AddMinutes(4), Approved = true };
        Assert.Equal(FireDrillStep.Act, FireDrillFlow.Next(approved, Sent.AddMinutes(4)));
        var done = approved with { ActedAt = Sent.AddMinutes(5), VerifiedAt = Sent.AddMinutes(5) };
        Assert.Equal(FireDrillStep.End, FireDrillFlow.Next(done, Sent.AddMinutes(5)));
        Assert.Empty(FireDrillFlow.Problems(done));
        Assert.Equal((6d, 115d, 235d), (done.SecondsToDelivery, done.SecondsToAcknowledge, done.SecondsToDecision));
    }

    [Fact]
    public void What_went_wrong_is_said_in_sentences()
    {
        Assert.Equal(["Its alert had no disposition within 2 min."], FireDrillFlow.Problems(Begun));
        Assert.Equal(["Nobody acknowledged it within 10 min: ana.", "Nobody decided within 30 min: ana."], FireDrillFlow.Problems(Told));
        Assert.Equal(
            ["The channel 'teams' does not take messages: HTTP 410"],
            FireDrillFlow.Problems(Told with { Deliveries = [new("teams", false, Sent, "HTTP 410")] }));
        Assert.Equal(["No channel that it names is set up."], FireDrillFlow.Problems(Told with { Deliveries = [] }));
        Assert.Equal(
            ["Nobody acknowledged it within 10 min: ana."],
            FireDrillFlow.Problems(Told with { DecidedAt = Sent.AddMinutes(20), Approved = false }));
    }

    [Fact]
    public async Task A_run_is_kept_once_and_its_action_changes_nothing()
    {
        var ledger = new FireDrillLedger(new InMemoryRecordStore());
        Assert.True(await ledger.BeginAsync(Begun));
        Assert.False(await ledger.BeginAsync(Begun));
        var changed = await ledger.ChangeAsync(Begun.Id, run => run with { AcknowledgedBy = "ana" });

        Assert.Equal("ana", changed!.AcknowledgedBy);
        Assert.True(await ledger.ActAsync(Begun.Id));
        Assert.Equal([Begun.Id], (await ledger.ListAsync()).Select(r => r.Id));
        Assert.Null(await ledger.ChangeAsync("DRILL-none-0", run => run));
    }
}

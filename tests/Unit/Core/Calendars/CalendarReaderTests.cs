using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Unit.Core.Calendars;

public sealed class CalendarReaderTests
{
    private const string Header = "apiVersion: ops/v1\nkind: Calendars\n";

    [ZoneFact]
    public void A_window_is_read_with_its_schedule()
    {
        var (calendar, bag) = Read("""
            windows:
              - name: patching
                owner: platform
                reason: Instances restart.
                matchers: [service = shop-web, 'label.env =~ "prod|stage"']
                weekly: {days: [sat, Sunday], start: 22:00, end: 02:00, timeZone: Europe/Vienna, from: 2026-12-01, until: 2027-06-30, reviewBy: 2027-03-31}
              - name: move
                owner: data
                reason: It moves.
                matchers: [resourceGroup = rg-shop]
                once: {start: 2026-12-05T20:00+01:00, end: 2026-12-06T03:00:00Z}
            """);

        Assert.Empty(bag.All);
        var weekly = Assert.IsType<WeeklySchedule>(calendar!.Windows[0].Schedule);
        Assert.Equal([DayOfWeek.Saturday, DayOfWeek.Sunday], weekly.Days);
        Assert.Equal((new DateOnly(2027, 3, 31), new DateOnly(2027, 3, 31)), (weekly.Until, calendar.Windows[0].ReviewBy!.Value));
        Assert.Equal("service = \"shop-web\", label.env =~ \"prod|stage\"", calendar.Windows[0].Matcher.Text);
        var once = Assert.IsType<OnceSchedule>(calendar.Windows[1].Schedule);
        Assert.Equal(new Occurrence(At(5, 19), At(6, 3)), once.Only);
    }

    [Fact]
    public void Every_problem_is_told_at_once_with_its_place()
    {
        var (calendar, bag) = Read("""
            windows:
              - name: Bad Name
                owner: a
                reason: b
                matchers: ["servce = x"]
                weekly: {days: [sat, someday, sat], start: 25:00, timeZone: Europe/Nowhere}
              - name: twice
                owner: a
                reason: b
                matchers: [service != x]
                once: {start: 2026-12-05T20:00, end: 2026-12-05T19:00Z}
              - name: twice
                owner: a
                reason: b
                once: {start: 2026-12-05T20:00Z, end: 2026-12-05T19:00Z}
                weekly: {days: [], start: 20:00, end: 20:00, duration: 90s, timeZone: UTC, from: 2027-02-01, until: 2027-01-01, reviewBy: soon}
              - name: never
                owner: a
                reason: b
                matchers: [service = x]
                weekly: {days: [mon], start: 20:00, duration: 8d, timeZone: UTC, from: 2027-02-01, reviewBy: 2027-01-01}
              - name: empty
            """);

        Assert.Null(calendar);
        Assert.Equal(
            [
                "OPS1004", "OPS1004", "OPS1501", "OPS1502", "OPS1503", "OPS1503", "OPS1503", "OPS1504", "OPS1505", "OPS1505", "OPS1506", "OPS1507",
                "OPS1508", "OPS1509", "OPS1509", "OPS1509", "OPS1510", "OPS1511", "OPS1511", "OPS1512", "OPS1512", "OPS1513", "OPS1514", "OPS1515", "OPS1516",
            ],
            bag.All.Select(d => d.Code).Order(StringComparer.Ordinal));
        var unknown = bag.All.First(d => d.Code == "OPS1503");
        Assert.Equal((7, 17), (unknown.Line, unknown.Column));
    }

    [Fact]
    public void Without_windows_nothing_is_ever_hidden()
    {
        var (calendar, bag) = Read("windows: []");

        Assert.Empty(bag.All);
        Assert.Null(new CalendarState(calendar!.Windows, []).NextChange(At(5, 0)));
    }

    private static (MaintenanceCalendar? Calendar, DiagnosticBag Bag) Read(string yaml)
    {
        var bag = new DiagnosticBag();
        return (MaintenanceCalendar.Read(YamlFile.Read("calendars.yaml", Header + yaml, bag)!), bag);
    }

    private static DateTimeOffset At(int day, int hour) => new(2026, 12, day, hour, 0, 0, TimeSpan.Zero);
}

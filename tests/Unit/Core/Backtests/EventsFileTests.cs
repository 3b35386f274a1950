using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Backtests;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Backtests;

public sealed class EventsFileTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_written_is_read_again_in_the_order_of_receipt()
    {
        BacktestEvent[] events =
        [
            new("slo", At.AddHours(1), AzureSamples.Json("""{"a":[1,"<x>"]}"""), "al-1"),
            new("aws", At, AzureSamples.Json("{}"), "al-2", new DeadLetter("body", "no alert", "azure-monitor")),
        ];
        var (read, problems) = EventsFile.Read([.. events.Select(EventsFile.Write), "", " "]);
        Assert.Empty(problems);
        Assert.Equal(["al-2", "al-1"], read.Select(e => e.Id));
        Assert.Equal(events[1].Unparseable, read[0].Unparseable);
        Assert.Equal(events[0].Body.GetRawText(), read[1].Body.GetRawText().Replace("\\u003C", "<", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_wrong_line_is_told_and_then_nothing_is_run()
    {
        var (read, problems) = EventsFile.Read(
        [
            """{"source":"slo","receivedAt":"2026-11-23T10:00:00Z","body":{}}""",
            "{",
            "null",
            """{"receivedAt":"2026-11-23T10:00:00Z","body":{}}""",
            """{"source":"slo","body":{}}""",
            """{"source":"slo","receivedAt":"0001-01-01T00:00:00Z","body":{}}""",
            """{"source":"slo","receivedAt":"2026-11-23T10:00:00Z","body":7}""",
            """{"source":"slo","receivedAt":"2026-11-23T10:00:00Z","body":{"a":1,"a":2}}""",
        ]);
        Assert.Empty(read);
        Assert.Equal(["line 2", "line 3", "line 4", "line 5", "line 6", "line 7", "line 8"], problems.Select(p => p[..6]));
    }

    [Fact]
    public void A_file_of_nonsense_tells_only_the_first_problems() => Assert.Equal(20, EventsFile.Read(Enumerable.Repeat("x", 500)).Problems.Count);
}

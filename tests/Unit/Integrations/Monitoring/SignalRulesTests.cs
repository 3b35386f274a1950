using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Integrations.Monitoring;

namespace OpsAutomation.Unit.Integrations.Monitoring;

public sealed class SignalRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 41, 30, TimeSpan.Zero);

    [Fact]
    public void A_value_beyond_the_threshold_is_firing_and_the_reason_tells_how_it_was_judged()
    {
        var reading = Judge([90, 95, 92, 91, 92]);
        Assert.Equal(SignalState.Firing, reading.State);
        Assert.Equal(92, reading.Value);
        Assert.Equal("Percentage CPU is 92 (Average of 5 of 5 minutes to 13:41 UTC); it fires when above 85.", reading.Reason);
    }

    [Theory]
    [InlineData("GreaterThan", 84.9, SignalState.Healthy)]
    [InlineData("GreaterThan", 85, SignalState.Healthy)]
    [InlineData("GreaterThanOrEqual", 85, SignalState.Firing)]
    [InlineData("LessThan", 85, SignalState.Healthy)]
    [InlineData("LessThan", 84, SignalState.Firing)]
    [InlineData("LessThanOrEqual", 85, SignalState.Firing)]
    [InlineData("Equals", 85, SignalState.Firing)]
    [InlineData("Equals", 84, SignalState.Healthy)]
    public void Each_operator_compares_as_Azure_does(string comparison, double value, SignalState expected) =>
        Assert.Equal(expected, Judge([value, value, value, value, value], comparison).State);

    [Theory]
    [InlineData("Average", 3)]
    [InlineData("Total", 15)]
    [InlineData("Count", 15)]
    [InlineData("Maximum", 5)]
    [InlineData("Minimum", 1)]
    [InlineData(null, 3)]
    public void Minutes_are_combined_as_the_rule_does(string? aggregation, double expected) =>
        Assert.Equal(expected, Judge([1, 2, 3, 4, 5], aggregation: aggregation).Value);

    [Fact]
    public void No_data_is_unknown_and_never_healthy() => Assert.Equal(SignalState.Unknown, Judge([]).State);

    [Fact]
    public void The_minute_that_has_not_ended_does_not_count()
    {
        var running = new MetricMinute(new DateTimeOffset(2026, 11, 24, 13, 41, 0, TimeSpan.Zero), 0);
        Assert.Equal(SignalState.Unknown, SignalRules.Judge(Alert(), [running], null, Now).State);
    }

    [Theory]
    [InlineData(6, SignalState.Firing)]
    [InlineData(7, SignalState.Unknown)]
    public void Data_that_ended_too_long_ago_is_stale(int minutesOld, SignalState expected) =>
        Assert.Equal(expected, Judge([90, 90, 90, 90, 90], shift: minutesOld - 1).State);

    [Theory]
    [InlineData(3, SignalState.Firing)]
    [InlineData(2, SignalState.Unknown)]
    public void Half_of_a_window_is_enough_and_less_is_not(int present, SignalState expected)
    {
        // The newest minute is there, and so many of the four before it.
        var minutes = Minutes([90, 90, 90, 90, 90]).ToList();
        Assert.Equal(expected, SignalRules.Judge(Alert(), minutes.Take(present - 1).Append(minutes[^1]), null, Now).State);
    }

    [Fact]
    public void After_an_action_only_minutes_that_began_after_it_count()
    {
        var minutes = Minutes([92, 92, 92, 46, 46]).ToList();
        var done = minutes[2].Start + TimeSpan.FromSeconds(20);
        var reading = SignalRules.Judge(Alert(), minutes, done, Now);
        Assert.Equal((SignalState.Healthy, 46d), (reading.State, reading.Value));
    }

    [Theory]
    [InlineData(30, SignalState.Firing)]
    [InlineData(15, SignalState.Healthy)]
    public void A_total_of_few_minutes_is_taken_to_the_whole_window_before_it_is_compared(double aMinute, SignalState expected)
    {
        // 30 a minute are 150 in five minutes, above 85; in the one minute since the action they are only 30.
        var minutes = Minutes([120, 120, 120, 120, aMinute]).ToList();
        var alert = Alert();
        var total = alert with { Signal = alert.Signal with { Aggregation = "Total" } };
        var reading = SignalRules.Judge(total, minutes, minutes[3].Start + TimeSpan.FromSeconds(20), Now);
        Assert.Equal((expected, aMinute * 5), (reading.State, reading.Value));
    }

    [Fact]
    public void Without_one_full_minute_after_the_action_the_signal_is_unknown()
    {
        var minutes = Minutes([92, 92, 92, 92, 92]).ToList();
        var reading = SignalRules.Judge(Alert(), minutes, minutes[^1].Start + TimeSpan.FromSeconds(1), Now);
        Assert.Equal(SignalState.Unknown, reading.State);
    }

    [Theory]
    [InlineData(SignalKind.Log)]
    [InlineData(SignalKind.ActivityLog)]
    [InlineData(SignalKind.ResourceHealth)]
    [InlineData(SignalKind.Budget)]
    [InlineData(SignalKind.Unknown)]
    public void What_is_no_metric_is_unknown_with_its_reason(SignalKind kind)
    {
        var alert = Alert();
        Assert.Contains($"{kind}", SignalRules.Unreadable(alert with { Signal = alert.Signal with { Kind = kind } }));
    }

    [Fact]
    public void A_dynamic_threshold_a_strange_operator_and_a_missing_resource_are_unknown()
    {
        var alert = Alert();
        Assert.Null(SignalRules.Unreadable(alert));
        Assert.Contains("dynamic", SignalRules.Unreadable(alert with { Threshold = null }));
        Assert.Contains("GreaterOrLessThan", SignalRules.Unreadable(alert with { Signal = alert.Signal with { Operator = "GreaterOrLessThan" } }));
        Assert.Contains("Percentile", SignalRules.Unreadable(alert with { Signal = alert.Signal with { Aggregation = "Percentile" } }));
        Assert.NotNull(SignalRules.Unreadable(alert with { Resource = null }));
        Assert.NotNull(SignalRules.Unreadable(alert with { Resource = alert.Resource + "?x=1" }));
        Assert.NotNull(SignalRules.Unreadable(alert with { Signal = alert.Signal with { Name = null } }));
    }

    [Fact]
    public void Dimensions_of_the_metric_are_kept_and_those_of_the_alert_are_not()
    {
        Assert.Null(DimensionFilter.Of(new Dictionary<string, string> { ["microsoft.resourceId"] = "/x" }));
        Assert.Equal("Instance eq 'it''s' and Zone eq '1'", DimensionFilter.Of(new Dictionary<string, string> { ["Zone"] = "1", ["Instance"] = "it's" }));
    }

    private static SignalReading Judge(double[] values, string comparison = "GreaterThan", string? aggregation = "Average", int shift = 0)
    {
        var alert = Alert();
        return SignalRules.Judge(
            alert with { Signal = alert.Signal with { Operator = comparison, Aggregation = aggregation } },
            Minutes(values).Select(m => new MetricMinute(m.Start.AddMinutes(-shift), m.Value)),
            null,
            Now);
    }

    private static IEnumerable<MetricMinute> Minutes(double[] values) =>
        values.Select((v, i) => new MetricMinute(new DateTimeOffset(2026, 11, 24, 13, 41 - values.Length + i, 0, TimeSpan.Zero), v));

    private static Alert Alert() => new()
    {
        Id = "a1",
        Source = "azure-monitor",
        Rule = "cpu",
        Fingerprint = "f",
        Status = AlertStatus.Firing,
        Severity = Severity.Sev1,
        Signal = new Signal(SignalKind.Metric, "Percentage CPU", null, "Average", "GreaterThan", TimeSpan.FromMinutes(5), new Dictionary<string, string>()),
        Resource = "/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg/providers/microsoft.compute/virtualmachinescalesets/web",
        Summary = "CPU",
        Threshold = 85,
        StartsAt = Now,
        ReceivedAt = Now,
        PayloadReference = "p/r",
    };
}

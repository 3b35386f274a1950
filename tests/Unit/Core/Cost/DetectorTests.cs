using OpsAutomation.Core.Cost;
using OpsAutomation.Core.Cost.Detection;
using OpsAutomation.Core.Cost.Forecasts;
using OpsAutomation.Core.Cost.Ledger;
using OpsAutomation.Core.Cost.Series;
using OpsAutomation.Unit.Core.Cost.Benchmark;

namespace OpsAutomation.Unit.Core.Cost;

public sealed class DetectorTests
{
    private static readonly DetectionOptions Options = new();

    [Fact]
    public void A_spike_is_found_on_its_day_and_named_once_it_is_over()
    {
        var amounts = Daily.Around(1000, 120);
        amounts[100] += 600;

        var anomaly = Assert.Single(Scan(amounts).Anomalies);

        Assert.Equal((AnomalyKind.Spike, Daily.First.AddDays(100), Daily.First.AddDays(100)), (anomaly.Kind, anomaly.Start, anomaly.FoundOn));
        Assert.InRange(anomaly.Delta, 450, 750);
        Assert.Equal(Daily.First.AddDays(101), anomaly.EndedOn);
    }

    [Fact]
    public void A_shift_is_told_once_and_its_end_too()
    {
        double[] amounts = [.. Daily.Around(1000, 90), .. Daily.Around(1400, 20, 2), .. Daily.Around(1000, 20, 3)];

        var anomaly = Assert.Single(Scan(amounts).Anomalies);

        Assert.Equal((AnomalyKind.Shift, Daily.First.AddDays(90)), (anomaly.Kind, anomaly.Start));
        Assert.Equal(Daily.First.AddDays(110), anomaly.EndedOn);
    }

    [Fact]
    public void A_ramp_is_told_once()
    {
        var amounts = Daily.Around(1000, 130);
        for (var i = 90; i < 130; i++)
        {
            amounts[i] *= 1 + (0.5 * Math.Min(1, (i - 89) / 15.0));
        }

        var anomaly = Assert.Single(Scan(amounts).Anomalies);

        Assert.Equal(AnomalyKind.Ramp, anomaly.Kind);
        Assert.InRange(anomaly.FoundOn.DayNumber - Daily.First.DayNumber, 90, 98);
    }

    [Fact]
    public void The_same_weekend_every_week_is_no_anomaly()
    {
        var amounts = Daily.Around(1000, 140);
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] *= Daily.First.AddDays(i).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.4 : 1;
        }

        Assert.Empty(Scan(amounts).Anomalies);
    }

    [Fact]
    public void The_fee_of_every_first_is_no_anomaly()
    {
        var amounts = Daily.Around(1000, 200);
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] += Daily.First.AddDays(i).Day == 1 ? 2000 : 0;
        }

        var scan = Scan(amounts);

        Assert.Empty(scan.Anomalies);
        Assert.Contains(scan.Days, d => d.Verdict == DayVerdict.UnknownMonthStart);
    }

    [Fact]
    public void What_is_at_stake_must_be_worth_a_word()
    {
        var amounts = Daily.Around(50, 120);
        amounts[100] += 60;

        Assert.Empty(Scan(amounts).Anomalies);
    }

    [Fact]
    public void Nothing_is_judged_before_four_weeks_are_known()
    {
        var amounts = Daily.Around(1000, 40);
        amounts[20] += 5000;

        var scan = Scan(amounts);

        Assert.Empty(scan.Anomalies);
        Assert.Equal(DayVerdict.Learning, scan.Days[20].Verdict);
    }

    [Fact]
    public void A_day_that_is_not_whole_yet_is_not_called_too_cheap()
    {
        var amounts = Daily.Around(1000, 100);
        amounts[99] = 300;

        Assert.Empty(SeasonalDetector.Scan(Daily.Series(amounts), Options, asOf: Daily.First.AddDays(100)).Anomalies);
        Assert.Single(SeasonalDetector.Scan(Daily.Series(amounts), Options, asOf: Daily.First.AddDays(110)).Anomalies);
    }

    [Fact]
    public void Late_and_restated_days_tell_nothing_twice()
    {
        // Every morning for two months the days known by then are judged; the same anomaly always has the same name.
        var amounts = Daily.Around(1000, 130);
        for (var i = 90; i < 100; i++)
        {
            amounts[i] += 700;
        }

        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var morning = 70; morning <= 130; morning++)
        {
            var days = Enumerable.Range(0, morning).Select(d => Daily.Day(d, ((decimal)(amounts[d] * 0.8), d + 1), ((decimal)amounts[d], d + 2)))
                .Select(d => d with { Revisions = [.. d.Revisions.Where(r => r.SeenAt <= Daily.At(morning))] });
            var series = SeriesBuilder.Build(Daily.Name, days, Daily.At(morning))!;
            told.UnionWith(SeasonalDetector.Scan(series, Options, Daily.First.AddDays(morning)).Anomalies.Select(CostEvent.Id));
        }

        Assert.Single(told);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Where_nothing_is_wrong_the_rate_of_false_alarms_is_about_what_it_says(int seed)
    {
        // Heavy tails and memory are in a part of the series, for which the rate is no promise: three times as many are allowed.
        var world = new CostWorld(seed, 60, anomalies: false);
        var options = new DetectionOptions { Holidays = CostWorld.Holidays };
        var scans = world.All.Select(s => SeasonalDetector.Scan(s.Series, options)).ToArray();
        var judged = scans.Sum(s => s.Days.Count(d => d.Verdict is DayVerdict.Ordinary or DayVerdict.Odd));

        Assert.True(judged > 30000);
        Assert.InRange(scans.Sum(s => s.Anomalies.Count), 0, 3 * judged * options.FalseAlarmRate);
    }

    [Fact]
    public void Four_of_five_months_end_inside_the_interval_of_the_tenth()
    {
        var (inside, all) = (0, 0);
        foreach (var (series, _) in new CostWorld(21, 40, anomalies: false).All)
        {
            for (var month = new DateOnly(2026, 4, 1); month < new DateOnly(2026, 10, 1); month = month.AddMonths(1))
            {
                var known = month.AddDays(9).DayNumber - series.First.DayNumber;
                if (known < 120)
                {
                    continue;
                }

                var part = series with { Amounts = [.. series.Amounts.Take(known)], Doubtful = new HashSet<DateOnly>() };
                var forecast = MonthForecast.Of(part, SeasonalDetector.Scan(part, new DetectionOptions { Holidays = CostWorld.Holidays }))!;
                var actual = Enumerable.Range(0, month.AddMonths(1).DayNumber - month.DayNumber).Select(d => series[month.AddDays(d)]).ToArray();
                if (Array.Exists(actual, double.IsNaN))
                {
                    continue;
                }

                all++;
                inside += actual.Sum() >= forecast.Low && actual.Sum() <= forecast.High ? 1 : 0;
            }
        }

        Assert.True(inside / (double)all is > 0.7 and < 0.92, $"{inside} of {all}");
    }

    [Fact]
    public void A_budget_that_will_not_do_is_said_before_it_is_spent()
    {
        var series = Daily.Series(Daily.Around(100, 101));
        var forecast = MonthForecast.Of(series, SeasonalDetector.Scan(series, Options), budget: 2000)!;

        Assert.Equal((new DateOnly(2026, 9, 1), BudgetStanding.Over), (forecast.Month, forecast.Standing));
        Assert.True(forecast.SoFar < 2000 && forecast.ChanceOver > 0.99);
        Assert.InRange(forecast.Expected, 2900, 3100);
    }

    [Fact]
    public void Hostile_text_in_a_tag_is_data_in_the_event()
    {
        var series = Daily.Series(Daily.Around(1000, 100).Append(9000.0)) with { Name = new SeriesName("/subscriptions/1", "tag:owner", "<script>alert(1)</script>\"; DROP") };
        var anomaly = Assert.Single(SeasonalDetector.Scan(series, Options).Anomalies);
        using var body = System.Text.Json.JsonDocument.Parse(CostEvent.Of(anomaly, [], Daily.At(103)).ToJsonString());

        var split = new OpsAutomation.Core.Alerts.Sources.Cost.CostSource().Split(body.RootElement);

        Assert.Single(split.Items);
        Assert.Contains("<script>", body.RootElement.GetProperty("data").GetProperty("series").GetString());
    }

    private static SeriesScan Scan(double[] amounts) => SeasonalDetector.Scan(Daily.Series(amounts), Options);
}

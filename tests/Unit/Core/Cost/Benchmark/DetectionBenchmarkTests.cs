using OpsAutomation.Core.Cost.Detection;
using Xunit.Abstractions;

namespace OpsAutomation.Unit.Core.Cost.Benchmark;

public sealed class DetectionBenchmarkTests(ITestOutputHelper output)
{
    private static readonly DetectionOptions Options = new() { Holidays = CostWorld.Holidays };

    [Theory]
    [InlineData(1)]
    [InlineData(777)]
    [InlineData(5)]
    public void Nine_of_ten_alarms_are_right_and_nine_of_ten_anomalies_are_found(int seed)
    {
        var (ours, average, weekday) = (new Score(), new Score(), new Score());
        foreach (var (series, labels) in new CostWorld(seed, 200).All)
        {
            ours.Add(labels, [.. SeasonalDetector.Scan(series, Options).Anomalies.Select(a => a.FoundOn)]);
            average.Add(labels, Rivals.MovingAverage(series));
            weekday.Add(labels, Rivals.Weekday(series));
        }

        output.WriteLine($"seed {seed}");
        output.WriteLine($"ours                       {ours}");
        output.WriteLine($"7-day average, 3 sigma     {average}");
        output.WriteLine($"weekday z-score, 3 sigma   {weekday}");
        Assert.True(ours.Precision >= 0.9, ours.ToString());
        Assert.True(ours.Recall >= 0.9, ours.ToString());
        Assert.True(ours.Precision > average.Precision && ours.Recall > average.Recall, average.ToString());
        Assert.True(ours.Precision > weekday.Precision && ours.Recall > weekday.Recall, weekday.ToString());
    }
}

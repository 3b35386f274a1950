using OpsAutomation.Core.Cost.Causes;
using OpsAutomation.Core.Cost.Proxies;
using OpsAutomation.Core.Cost.Showback;

namespace OpsAutomation.Unit.Core.Cost;

public sealed class CauseTests
{
    [Fact]
    public void The_value_that_makes_the_difference_comes_first()
    {
        var causes = RootCauses.Rank(
        [
            new Part("Meter", "D8s v5", 100, 900), new Part("Meter", "D2s v5", 300, 310), new Part("Meter", "Disk", 100, 90),
            new Part("ResourceGroupName", "rg-a", 250, 650), new Part("ResourceGroupName", "rg-b", 250, 650),
        ]);

        Assert.Equal(("Meter", "D8s v5"), (causes[0].Dimension, causes[0].Value));
        Assert.Equal(1, causes[0].Share);
        Assert.False(causes[0].IsNew);
    }

    [Fact]
    public void A_dimension_in_which_everything_grew_alike_explains_less_than_one_in_which_one_value_did()
    {
        var causes = RootCauses.Rank(
        [
            new Part("region", "east", 100, 200), new Part("region", "west", 100, 200),
            new Part("team", "red", 100, 300), new Part("team", "blue", 100, 100),
        ]);

        Assert.Equal(("team", "red"), (causes[0].Dimension, causes[0].Value));
    }

    [Fact]
    public void What_was_not_there_before_is_said_to_be_new()
    {
        var cause = RootCauses.Rank([new Part("ResourceId", "vm-miner", 0, 500), new Part("ResourceId", "vm-web", 100, 101)])[0];

        Assert.True(cause is { Value: "vm-miner", IsNew: true });
        Assert.InRange(cause.Share, 0.99, 1);
    }

    [Fact]
    public void A_saving_has_a_cause_too()
    {
        var cause = RootCauses.Rank([new Part("Meter", "GPU", 900, 100), new Part("Meter", "Disk", 100, 100)])[0];

        Assert.Equal(("GPU", 1.0), (cause.Value, cause.Share));
    }

    [Fact]
    public void What_is_spread_over_all_values_has_no_cause()
    {
        Assert.Empty(RootCauses.Rank(Enumerable.Range(0, 30).Select(i => new Part("Meter", $"m{i}", 10, 20))));
    }

    [Fact]
    public void Forty_new_GPU_machines_are_priced_within_the_hour()
    {
        var now = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
        var past = Enumerable.Range(1, 24).Select(h => new Census(now.AddHours(-h), [new SizeCount("/vmss", "Standard_NC6s_v3", 0)])).ToArray();

        var change = Assert.Single(RunRate.Changes(past, new Census(now, [new SizeCount("/vmss", "Standard_NC6s_v3", 40)]), _ => (2.4, "EUR"), 5));

        Assert.Equal("40 new Standard_NC6s_v3 (0 → 40), about 96 EUR per hour.", change.Reason);
        Assert.Equal(96 * 36, change.AtStake!.Value, 6);
    }

    [Fact]
    public void The_scale_out_of_every_morning_is_none_of_its_business()
    {
        var now = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        var past = Enumerable.Range(1, 168).Select(h => now.AddHours(-h)).Select(t => new Census(t, [new SizeCount("/vmss", "D2", t.Hour is >= 8 and <= 17 ? 12 : 3)])).ToArray();

        Assert.Empty(RunRate.Changes(past, new Census(now, [new SizeCount("/vmss", "D2", 12)]), _ => (1, "EUR"), 2));
    }

    [Fact]
    public void A_size_without_a_price_is_told_without_an_amount()
    {
        var now = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        var past = new[] { new Census(now.AddHours(-1), [new SizeCount("/vmss", "X1", 2)]) };

        var change = Assert.Single(RunRate.Changes(past, new Census(now, [new SizeCount("/vmss", "X1", 30)]), _ => null, 2));

        Assert.Null(change.PerHour);
        Assert.Contains("no price", change.Reason);
    }

    [Fact]
    public void What_carries_no_tag_has_its_line()
    {
        var series = new[] { Of("maria", 100), Of("", 50) };

        var table = Assert.Single(ShowbackTable.Of(series, Daily.First, Daily.First.AddDays(9), owner => owner == "maria" ? 2_000_000 : null));

        Assert.Equal(["maria", ""], table.Lines.Select(l => l.Value));
        Assert.True(table.Lines[1].IsUntagged);
        Assert.Equal(1.0 / 3, table.Lines[1].Share, 3);
        Assert.Equal(0.5, table.Lines[0].PerThousandRequests!.Value, 3);
        Assert.Null(table.Lines[1].PerThousandRequests);
    }

    [Fact]
    public void A_saving_is_measured_and_not_promised()
    {
        var series = Daily.Series([.. Enumerable.Repeat(100.0, 20), 80, .. Enumerable.Repeat(60.0, 10)]);

        var measured = Saving.Measure(series, Daily.First.AddDays(20));
        var early = Saving.Measure(series, Daily.First.AddDays(28));

        Assert.Equal((40.0, 400.0, 10), (measured.PerDay, measured.SoFar, measured.Days));
        Assert.Null(early.PerDay);
    }

    private static OpsAutomation.Core.Cost.Series.CostSeries Of(string owner, double amount) =>
        Daily.Series(Enumerable.Repeat(amount, 10)) with { Name = Daily.Name with { Dimension = "tag:owner", Value = owner } };
}

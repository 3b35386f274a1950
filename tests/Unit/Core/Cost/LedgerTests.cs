using OpsAutomation.Core.Cost.Ledger;
using OpsAutomation.Core.Cost.Series;

namespace OpsAutomation.Unit.Core.Cost;

public sealed class LedgerTests
{
    private static readonly CostRecord Row = new(new CostKey(Daily.First, Daily.Name), 12.5m, "EUR");

    [Fact]
    public void The_same_answer_again_changes_nothing()
    {
        var first = CostMerge.Apply(_ => [], [Row], Daily.At(1));
        var again = CostMerge.Apply(_ => first.Days[Daily.Name], [Row], Daily.At(2));

        Assert.Equal((1, 0), (first.Added, first.Restated));
        Assert.Empty(again.Days);
    }

    [Fact]
    public void A_restated_day_keeps_what_was_said_before()
    {
        var first = CostMerge.Apply(_ => [], [Row], Daily.At(1));
        var again = CostMerge.Apply(_ => first.Days[Daily.Name], [Row with { Amount = 14m }], Daily.At(2));

        Assert.Equal(1, again.Restated);
        Assert.Equal([12.5m, 14m], again.Days[Daily.Name].Single().Revisions.Select(r => r.Amount));
    }

    [Fact]
    public void A_row_that_comes_twice_counts_once_and_two_that_differ_count_not_at_all()
    {
        var twice = CostMerge.Apply(_ => [], [Row, Row], Daily.At(1));
        var differ = CostMerge.Apply(_ => [], [Row, Row with { Amount = 99m }], Daily.At(1));

        Assert.Equal(CostOddity.DuplicateRow, Assert.Single(twice.Notes).Oddity);
        Assert.Equal(12.5m, twice.Days[Daily.Name].Single().Latest.Amount);
        Assert.Equal(CostOddity.ContradictingRows, Assert.Single(differ.Notes).Oddity);
        Assert.Empty(differ.Days);
    }

    [Fact]
    public void Missing_days_stay_missing_and_are_said()
    {
        var series = SeriesBuilder.Build(Daily.Name, [Daily.Day(0, (10, 1)), Daily.Day(3, (10, 4))], Daily.At(9))!;

        Assert.True(double.IsNaN(series.Amounts[1]) && double.IsNaN(series.Amounts[2]));
        Assert.Contains(series.Notes, n => n.Oddity == CostOddity.MissingDays && n.Day == Daily.First.AddDays(1));
    }

    [Fact]
    public void A_restatement_by_ten_waits_until_it_has_stood()
    {
        var day = Daily.Day(0, (10, 1), (100, 5));

        var early = SeriesBuilder.Build(Daily.Name, [day], Daily.At(6))!;
        var later = SeriesBuilder.Build(Daily.Name, [day], Daily.At(9))!;

        Assert.Equal(10, early.Amounts[0]);
        Assert.Contains(Daily.First, early.Doubtful);
        Assert.Contains(early.Notes, n => n.Oddity == CostOddity.HeldRestatement);
        Assert.Equal(100, later.Amounts[0]);
        Assert.Empty(later.Doubtful);
    }

    [Fact]
    public void A_wrong_restatement_that_was_put_right_leaves_nothing()
    {
        var series = SeriesBuilder.Build(Daily.Name, [Daily.Day(0, (8, 1), (10, 2), (100, 3), (10, 5))], Daily.At(5))!;

        Assert.Equal(10, series.Amounts[0]);
        Assert.Empty(series.Doubtful);
    }

    [Fact]
    public void Days_in_another_currency_are_left_out_and_said()
    {
        var dollars = new CostDay(Daily.First, [new CostRevision(11, "USD", Daily.At(1))]);
        var series = SeriesBuilder.Build(Daily.Name, [dollars, Daily.Day(1, (10, 2))], Daily.At(5))!;

        Assert.Equal("EUR", series.Currency);
        Assert.Equal(Daily.First.AddDays(1), series.First);
        Assert.Contains(series.Notes, n => n.Oddity == CostOddity.CurrencyChanged);
    }

    [Fact]
    public void Usage_below_zero_is_said_and_not_judged()
    {
        var series = SeriesBuilder.Build(Daily.Name, [Daily.Day(0, (-5, 1))], Daily.At(5))!;

        Assert.Contains(Daily.First, series.Doubtful);
        Assert.Contains(series.Notes, n => n.Oddity == CostOddity.NegativeUsage);
    }

    [Fact]
    public void A_renamed_resource_is_one_series()
    {
        var old = Daily.Series(Daily.Around(100, 30)) with { Name = Daily.Name with { Value = "vm-a" } };
        var next = Daily.Series(Daily.Around(100, 30, seed: 2)) with { Name = Daily.Name with { Value = "vm-b" }, First = Daily.First.AddDays(30) };

        var joined = Assert.Single(Renames.Join([old, next], Daily.First.AddDays(59)));

        Assert.Equal(("vm-b", 60), (joined.Name.Value, joined.Amounts.Count));
        Assert.Contains(joined.Notes, n => n.Oddity == CostOddity.Renamed);
    }

    [Fact]
    public void What_is_new_and_what_is_gone_is_recognised()
    {
        var gone = Daily.Series(Daily.Around(100, 30));
        var fresh = Daily.Series(Daily.Around(70, 20)) with { First = Daily.First.AddDays(40) };
        var through = Daily.First.AddDays(59);

        Assert.Equal(new Lifecycle(LifecycleChange.Disappeared, Daily.First.AddDays(30)), Lifecycle.Of(gone, Daily.First, through));
        Assert.Equal(new Lifecycle(LifecycleChange.Appeared, Daily.First.AddDays(40)), Lifecycle.Of(fresh, Daily.First, through));
    }
}

using OpsAutomation.Core.Cost.Rightsizing;

namespace OpsAutomation.Unit.Core.Cost;

public sealed class RightsizingTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly SizeOffer Large = Offer("Standard_D8s_v5", 8, 32, 16, 0.384);
    private static readonly SizeOffer Medium = Offer("Standard_D4s_v5", 4, 16, 8, 0.192);
    private static readonly SizeOffer Small = Offer("Standard_D2s_v5", 2, 8, 4, 0.096);
    private static readonly SizeOffer[] Offers = [Small, Medium, Large];

    [Fact]
    public void A_machine_that_needs_a_quarter_gets_the_cheapest_size_that_holds_its_peaks()
    {
        var advice = Judge(Machine(), Use(_ => 18, memory: 20));

        Assert.Equal((AdviceKind.Resize, "Standard_D2s_v5"), (advice.Kind, advice.Target));
        Assert.Equal(0.288 * 730, advice.SavingPerMonth!.Value, 6);
        Assert.Equal(5, advice.Fit);
    }

    [Fact]
    public void Peaks_are_kept()
    {
        // Five hours a week at 45 per cent of eight cores are no more than two have room for.
        var advice = Judge(Machine(), Use(h => h % 34 == 0 ? 45 : 10, memory: 20));

        Assert.Equal("Standard_D4s_v5", advice.Target);
        Assert.Contains(advice.Evidence, e => e.StartsWith("Not Standard_D2s_v5", StringComparison.Ordinal));
    }

    [Fact]
    public void Memory_that_is_not_known_stays_unknown_and_costs_the_advice_its_fit()
    {
        var advice = Judge(Machine(), Use(_ => 18, memory: null));

        Assert.Equal(3.5, advice.Fit);
        Assert.StartsWith("high", advice.Risk, StringComparison.Ordinal);
        Assert.Contains("Memory: unknown.", advice.Evidence);
        Assert.False(AdviceHold.Next(null, advice, Monday).IsRipe);
    }

    [Fact]
    public void Full_memory_keeps_the_size()
    {
        Assert.Equal(AdviceKind.None, Judge(Machine(), Use(_ => 10, memory: 70)).Kind);
    }

    [Fact]
    public void A_size_must_take_the_disks_and_be_there()
    {
        Assert.Equal("Standard_D4s_v5", Judge(Machine() with { DataDisks = 6 }, Use(_ => 10, memory: 10)).Target);
        Assert.Equal(AdviceKind.None, SizingRules.Judge(Machine() with { Zone = "3" }, Use(_ => 10, memory: 10), [Small with { Zones = ["1"] }, Medium with { QuotaLeft = 0 }], Monday, TimeZoneInfo.Utc).Kind);
    }

    [Fact]
    public void Absent_or_thin_measurements_are_no_idleness()
    {
        Assert.Equal(AdviceKind.None, Judge(Machine(), null).Kind);
        Assert.Equal(AdviceKind.None, Judge(Machine(), Use(h => h % 3 == 0 ? null : 1, memory: 10)).Kind);
        Assert.Equal(AdviceKind.None, Judge(Machine(), Use(_ => 1, memory: 10, days: 7)).Kind);
    }

    [Fact]
    public void What_does_nothing_is_to_be_switched_off()
    {
        Assert.Equal(AdviceKind.SwitchOff, Judge(Machine(), Use(_ => 1, memory: 30)).Kind);
    }

    [Fact]
    public void What_works_in_business_hours_alone_is_off_outside_of_them()
    {
        var advice = Judge(Machine(), Use(h => Monday.AddHours(h) is { Hour: >= 7 and < 19, DayOfWeek: not (DayOfWeek.Saturday or DayOfWeek.Sunday) } ? 60 : 1, memory: 30));

        Assert.Equal(AdviceKind.OffHours, advice.Kind);
    }

    [Fact]
    public void A_scale_set_keeps_two_instances()
    {
        var set = Machine() with { Kind = SizedKind.ScaleSet, Instances = 6 };

        Assert.Equal("3", Judge(set, Use(_ => 40, memory: 30)).Target);
        Assert.Equal("2", Judge(set, Use(_ => 5, memory: 5)).Target);
    }

    [Fact]
    public void A_disk_that_nothing_uses_waits_a_month()
    {
        var disk = new SizedResource { Id = "/disk", Kind = SizedKind.Disk, InUse = false, Since = Monday.AddDays(-20), PerMonth = 20 };

        Assert.Equal(AdviceKind.None, Judge(disk, null).Kind);
        Assert.Equal(AdviceKind.Delete, Judge(disk with { Since = Monday.AddDays(-40) }, null).Kind);
        Assert.Equal(AdviceKind.None, Judge(disk with { Since = null }, null).Kind);
    }

    [Fact]
    public void An_advice_must_hold_four_evaluations_in_a_row()
    {
        var advice = Judge(Machine(), Use(_ => 18, memory: 20));
        var hold = Enumerable.Range(0, 3).Aggregate((AdviceHold?)null, (h, week) => AdviceHold.Next(h, advice, Monday.AddDays(7 * week)))!;

        Assert.False(hold.IsRipe);
        Assert.True(AdviceHold.Next(hold, advice, Monday.AddDays(21)).IsRipe);
        Assert.Equal(1, AdviceHold.Next(hold, advice with { Target = "Standard_D4s_v5" }, Monday.AddDays(21)).Held);
    }

    [Fact]
    public void The_owner_objects_in_the_grace_period_and_is_not_asked_again()
    {
        var advice = Judge(Machine(), Use(_ => 18, memory: 20));
        var hold = new AdviceHold("/vm", advice, 4, Monday);
        var mark = OperationMark.Set(hold, "maria", Monday, TimeSpan.FromDays(1))!;

        Assert.Equal((MarkState.Waiting, Monday.AddDays(7)), (mark.At(Monday.AddDays(6)).State, mark.DueAt));
        Assert.Equal(MarkState.Due, mark.At(Monday.AddDays(7)).State);
        var objected = hold with { Mark = mark.Object("maria", "The yearly close runs on it.") };
        Assert.Equal(MarkState.Objected, objected.Mark!.At(Monday.AddDays(30)).State);
        Assert.False(AdviceHold.Next(objected, advice, Monday.AddDays(7)).IsRipe);
        Assert.False(AdviceHold.Next(AdviceHold.Next(objected, advice with { Kind = AdviceKind.None }, Monday), advice, Monday).IsRipe);
        Assert.Null(OperationMark.Set(hold, null, Monday, TimeSpan.FromDays(7)));
    }

    [Fact]
    public void Off_hours_give_back_what_they_took_and_nothing_else()
    {
        var hours = new OffHours(new TimeOnly(7, 0), new TimeOnly(19, 0), [DayOfWeek.Monday, DayOfWeek.Tuesday], TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var night = Monday.AddHours(20);
        var morning = Monday.AddHours(30.5);
        var remembered = new RememberedState(true, 4, "Standard_D4s_v5", night);

        Assert.Equal(OffHoursStep.SwitchOff, hours.Decide(night, running: true, null).Step);
        Assert.Equal(OffHoursStep.SwitchOn, hours.Decide(morning, running: false, remembered).Step);
        Assert.Equal(OffHoursStep.Leave, hours.Decide(morning, running: false, null).Step);
        Assert.Equal(OffHoursStep.Leave, hours.Decide(night, running: true, remembered).Step);
    }

    private static Advice Judge(SizedResource resource, Utilisation? use) => SizingRules.Judge(resource, use, Offers, Monday, TimeZoneInfo.Utc);

    private static SizedResource Machine() => new() { Id = "/vm", Kind = SizedKind.Machine, Size = Large };

    private static Utilisation Use(Func<int, double?> processor, double? memory, int days = 28) => new()
    {
        From = Monday,
        Processor = [.. Enumerable.Range(0, days * 24).Select(processor)],
        Memory = memory is null ? null : [.. Enumerable.Repeat(memory, days * 24)],
        Network = [.. Enumerable.Repeat((double?)0.1, days * 24)],
    };

    private static SizeOffer Offer(string name, int cores, double memory, int disks, double price) => new(name, "Dsv5", cores, memory, disks, 12500, false, [], null, price);
}

using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Guardrails.Spending;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class SpendTests
{
    private static readonly SpendSettings Settings = new(5, "USD", Restraint.Refuse);

    [Theory]
    [InlineData(2.0, "USD", VerdictKind.Allowed)]
    [InlineData(2.01, "USD", VerdictKind.Refused)]
    [InlineData(-9.0, null, VerdictKind.Allowed)]
    [InlineData(0.0, null, VerdictKind.Allowed)]
    [InlineData(1.0, "EUR", VerdictKind.Refused)]
    [InlineData(null, "USD", VerdictKind.Refused)]
    [InlineData(double.NaN, "USD", VerdictKind.Refused)]
    public void What_is_added_in_a_day_is_bounded(double? perHour, string? currency, VerdictKind expected)
    {
        var facts = RuleFacts.Free() with { Spend = Book(("a", 0, 3)), Cost = new PlannedCost(perHour, currency) };

        Assert.Equal(expected, SpendRule.Check(facts, Settings).Kind);
    }

    [Theory]
    [InlineData(Restraint.Automatic, VerdictKind.Allowed)]
    [InlineData(Restraint.Ask, VerdictKind.NeedsPerson)]
    [InlineData(Restraint.Refuse, VerdictKind.Refused)]
    public void An_unknown_price_is_what_the_settings_say(Restraint unknown, VerdictKind expected) =>
        Assert.Equal(expected, SpendRule.Check(RuleFacts.Free() with { Cost = null }, Settings with { UnknownPrice = unknown }).Kind);

    [Fact]
    public void A_book_that_cannot_be_read_refuses() => Assert.False(SpendRule.Check(RuleFacts.Free() with { Spend = null }, Settings).Allowed);

    [Fact]
    public void After_a_day_it_does_not_count_any_more() => Assert.Equal(4, Book(("a", -24, 3), ("b", -23, 4)).Added("usd", RuleFacts.Now));

    [Fact]
    public void What_surely_had_no_effect_does_not_count_and_what_is_unclear_does()
    {
        var book = Book(("a", 0, 3));

        Assert.Equal(0, book.End("a", OperationEnd.NoEffect).Added("USD", RuleFacts.Now));
        Assert.Equal(3, book.End("a", OperationEnd.Unclear).Added("USD", RuleFacts.Now));
        Assert.Equal(3, book.End("a", OperationEnd.Succeeded).Added("USD", RuleFacts.Now));
    }

    [Fact]
    public void What_is_given_back_counts_when_it_surely_is_newest_first_and_never_below_zero()
    {
        var book = Book(("a", -2, 3), ("b", -1, 2), ("back", 0, -4));

        Assert.Equal(5, book.Added("USD", RuleFacts.Now));
        Assert.Equal(5, book.End("back", OperationEnd.Unclear).Added("USD", RuleFacts.Now));
        Assert.Equal([("a", 1.0)], book.End("back", OperationEnd.Succeeded).Entries.Select(e => (e.OperationId, e.PerHour)));
        Assert.Empty(Book(("a", 0, 3), ("back", 0, -9)).End("back", OperationEnd.Succeeded).Entries);
    }

    [Fact]
    public void The_same_operation_counts_once() => Assert.Equal(3, Book(("a", 0, 3), ("a", 0, 3)).Added("USD", RuleFacts.Now));

    private static SpendBook Book(params (string Operation, int Hours, double PerHour)[] entries) =>
        entries.Aggregate(SpendBook.Empty, (b, e) => b.Begin(new SpendEntry("/vm", e.Operation, RuleFacts.Now.AddHours(e.Hours), e.PerHour, "USD")));
}

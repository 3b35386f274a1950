using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class ActionPagesTests
{
    private const int Limit = 100;
    private static readonly PlaybookLimits Limits = new(6, TimeSpan.FromMinutes(15), 100);

    private static readonly GuardrailSettings Settings = new(Limit, TimeSpan.FromMinutes(5), "protected", ["true"])
    {
        RunsPerHour = new RunRates(1000, 1000, 1000, 1000),
        Concurrency = new ConcurrencyLimits(1000, 1000),
    };

    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Every_action_of_the_hour_counts_whichever_page_it_stands_in()
    {
        var ledger = Ledger();
        for (var i = 0; i < Limit; i++)
        {
            Assert.True((await Reserve(ledger, i)).Granted);
        }

        Assert.Contains((await Reserve(ledger, Limit)).Refusals, r => r.StartsWith("actions-per-hour", StringComparison.Ordinal));
        Assert.Contains((await Reserve(Ledger(), Limit)).Refusals, r => r.StartsWith("actions-per-hour", StringComparison.Ordinal));
        Assert.Equal(3, Pages().Count);
        Assert.All(_store.Rows("control"), r => Assert.True(r.Body.Length < 16_000, $"{r.Row} has {r.Body.Length} characters."));
    }

    [Fact]
    public async Task After_an_hour_they_count_no_more_and_after_half_a_day_their_pages_go()
    {
        var ledger = Ledger();
        for (var i = 0; i < Limit; i++)
        {
            await Reserve(ledger, i);
        }

        _clock.Advance(TimeSpan.FromMinutes(61));
        Assert.True((await Reserve(ledger, Limit)).Granted);
        Assert.Equal(3, Pages().Count);

        _clock.Advance(LoopRule.Memory);
        Assert.True((await Reserve(ledger, Limit + 1)).Granted);
        Assert.Empty(Pages());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("{not json")]
    public async Task A_page_that_is_gone_or_is_another_refuses(string? body)
    {
        for (var i = 0; i < 40; i++)
        {
            await Reserve(Ledger(), i);
        }

        var page = Assert.Single(Pages());
        await _store.CommitAsync("control", [body is null ? new RecordChange.Delete(page.Row) : new RecordChange.Upsert(page.Row, body)]);

        Assert.Contains((await Reserve(Ledger(), 40)).Refusals, r => r.StartsWith("actions-per-hour", StringComparison.Ordinal) && r.Contains("cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_stood_in_one_long_row_before_goes_on_counting()
    {
        var before = new ActionCount([.. Enumerable.Range(0, Limit - 1).Select(i => new CountedAction($"B{i}", "s", _clock.GetUtcNow()))]);
        await _store.CommitAsync("control", [new RecordChange.Insert("hour", OpsJson.Write(before))]);
        var ledger = Ledger();

        Assert.True((await Reserve(ledger, 1)).Granted);
        Assert.Contains((await Reserve(ledger, 2)).Refusals, r => r.StartsWith("actions-per-hour", StringComparison.Ordinal));
    }

    private GuardrailLedger Ledger() => new(_store, _clock, Settings);

    private List<OpsAutomation.Core.Records.Record> Pages() => [.. _store.Rows("control").Where(r => r.Row.StartsWith("hour-", StringComparison.Ordinal))];

    private static Task<ReservationResult> Reserve(GuardrailLedger ledger, int number) =>
        ledger.ReserveAsync(new ReservationRequest($"I{number}", "s", [$"/vm-{number}"], Limits));
}

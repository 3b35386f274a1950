using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class LeaseBookTests
{
    private static readonly PlaybookLimits Limits = new(6, TimeSpan.FromMinutes(15), 100);

    private static readonly GuardrailSettings Settings = new(1000, TimeSpan.FromMinutes(5), "protected", ["true"])
    {
        RunsPerHour = new RunRates(1000, 1000, 1000, 1000),
        Concurrency = new ConcurrencyLimits(3, 1000),
        Spend = new SpendSettings(200, "USD", Restraint.Refuse),
    };

    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_another_process_took_or_gave_back_counts_at_once()
    {
        var (one, other) = (Ledger(), Ledger());
        Assert.True((await Reserve(one, "I1")).Granted);
        Assert.True((await Reserve(other, "I2")).Granted);
        Assert.True((await Reserve(one, "I3")).Granted);
        Assert.False((await Reserve(other, "I4")).Granted);

        Assert.True((await one.ReleaseAsync("I2")).Released);
        Assert.True((await Reserve(other, "I4")).Granted);
        Assert.False((await Reserve(one, "I5")).Granted);
        Assert.Contains((await Reserve(one, "I6", "/vm-I4/disks/os")).Refusals, r => r.Contains("I4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_release_finds_the_operation_that_another_process_began()
    {
        var (one, other) = (Ledger(), Ledger());
        var fence = (await Reserve(one, "I1")).Fence!.Value;
        Assert.Empty((await Start(other, "I1", fence, 1)).Refusals());

        Assert.False((await one.ReleaseAsync("I1")).Released);
        await other.MarkFinishedAsync("I1", "op-I1");
        Assert.True((await one.ReleaseAsync("I1")).Released);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_read_refuses_whatever_was_known()
    {
        var ledger = Ledger();
        Assert.True((await Reserve(ledger, "I1")).Granted);
        var lease = _store.Rows("control").Single(r => r.Row.StartsWith("lease-", StringComparison.Ordinal));
        await _store.CommitAsync("control", [new RecordChange.Upsert(lease.Row, "{not json")]);

        Assert.False((await Reserve(Ledger(), "I2")).Granted);
        Assert.False((await Reserve(ledger, "I1", "/vm-I1", "other")).Granted);
    }

    [Fact]
    public async Task A_day_of_additions_counts_whole_and_each_start_writes_a_page_at_most()
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.Empty(await Add(Ledger(), $"I{i}", 1));
        }

        Assert.StartsWith("daily-spend", Assert.Single(await Add(Ledger(), "I200", 1)), StringComparison.Ordinal);
        Assert.Equal(200, (await Ledger().SpendAsync())!.Added("USD", _clock.GetUtcNow()));
        Assert.Equal(3, _store.Rows("control").Count(r => r.Row.StartsWith("spend-", StringComparison.Ordinal)));

        // Given back in the middle of the first page: what came after it stands as it stood.
        Assert.Empty(await Add(Ledger(), "I10", -1, OperationEnd.Succeeded));
        Assert.Equal(199, (await Ledger().SpendAsync())!.Added("USD", _clock.GetUtcNow()));
        Assert.Equal(3, _store.Rows("control").Count(r => r.Row.StartsWith("spend-", StringComparison.Ordinal)));

        _clock.Advance(TimeSpan.FromHours(25));
        Assert.Empty(await Add(Ledger(), "I300", 1));
        Assert.Equal(1, (await Ledger().SpendAsync())!.Added("USD", _clock.GetUtcNow()));
        Assert.DoesNotContain(_store.Rows("control"), r => r.Row.StartsWith("spend-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_additions_that_is_gone_refuses_what_costs_more()
    {
        for (var i = 0; i < 64; i++)
        {
            Assert.Empty(await Add(Ledger(), $"I{i}", 1));
        }

        var page = _store.Rows("control").Single(r => r.Row.StartsWith("spend-", StringComparison.Ordinal));
        await _store.CommitAsync("control", [new RecordChange.Delete(page.Row)]);

        Assert.StartsWith("daily-spend", Assert.Single(await Add(Ledger(), "I64", 1)), StringComparison.Ordinal);
    }

    private GuardrailLedger Ledger() => new(_store, _clock, Settings);

    private static Task<ReservationResult> Reserve(GuardrailLedger ledger, string incident, string? resource = null, string step = "s") =>
        ledger.ReserveAsync(new ReservationRequest(incident, step, [resource ?? $"/vm-{incident}"], Limits));

    private static Task<IReadOnlyList<Verdict>> Start(GuardrailLedger ledger, string incident, long fence, double perHour) =>
        ledger.MarkExecutingAsync(
            incident,
            fence,
            [$"/vm-{incident}"],
            $"op-{incident}{(perHour < 0 ? "-back" : string.Empty)}",
            new ExecutionTerms(perHour < 0 ? ChangePurpose.Undo : ChangePurpose.Step, false, new PlannedCost(perHour, "USD"), []));

    // Reserved, begun, ended and given back.
    private static async Task<IReadOnlyList<string>> Add(GuardrailLedger ledger, string incident, double perHour, OperationEnd end = OperationEnd.Unclear)
    {
        var reserved = await ledger.ReserveAsync(new ReservationRequest(incident, $"s{perHour}", [$"/vm-{incident}"], Limits) { Purpose = perHour < 0 ? ChangePurpose.Undo : ChangePurpose.Step });
        var refusals = reserved.Fence is { } fence ? (await Start(ledger, incident, fence, perHour)).Refusals() : reserved.Refusals;
        await ledger.MarkFinishedAsync(incident, $"op-{incident}{(perHour < 0 ? "-back" : string.Empty)}", end);
        await ledger.ReleaseAsync(incident);
        return refusals;
    }
}

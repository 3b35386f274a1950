using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Guardrails.Claims;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class OperationClaimsTests
{
    private static readonly Guid Operation = new("7b1f0a52-6f0a-4d2f-9c43-54f2f0f7f001");
    private readonly MemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 13, 0, 0, TimeSpan.Zero));

    private OperationClaims Claims => new(_store, _clock);

    [Fact]
    public async Task One_that_was_given_back_is_there_for_the_next_at_once()
    {
        await (await Claims.TakeAsync(Operation, default)).EndAsync(default);
        Assert.Equal(OperationClaims.Life, (await Claims.TakeAsync(Operation, default)).Left);
    }

    [Fact]
    public async Task One_that_is_held_is_waited_for_and_ends_by_itself()
    {
        var first = await Claims.TakeAsync(Operation, default);
        var second = Claims.TakeAsync(Operation, default);
        Assert.False(second.IsCompleted);
        _clock.Advance(OperationClaims.Life);
        Assert.True((await second).Left > first.Left);
    }

    [Fact]
    public async Task A_holder_whose_time_is_over_ends_nobody_elses()
    {
        var first = await Claims.TakeAsync(Operation, default);
        _clock.Advance(OperationClaims.Life);
        await Claims.TakeAsync(Operation, default);
        await first.EndAsync(default);
        Assert.False(Claims.TakeAsync(Operation, default).IsCompleted);
    }

    [Fact]
    public async Task A_doubt_is_known_to_whoever_comes_after()
    {
        var first = await Claims.TakeAsync(Operation, default);
        await first.DoubtAsync(default);
        _clock.Advance(OperationClaims.Life);
        Assert.True((await Claims.TakeAsync(Operation, default)).Doubted);
    }

    [Fact]
    public async Task Another_operation_waits_for_nobody_and_old_ones_are_forgotten()
    {
        await Claims.TakeAsync(Operation, default);
        Assert.True(Claims.TakeAsync(Guid.Empty, default).IsCompleted);
        _clock.Advance(TimeSpan.FromDays(31));
        await Claims.TakeAsync(Guid.Empty, default);
        Assert.Null(await _store.ReadAsync("control", $"claim-{Operation:N}"));
    }
}

using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Unit.Runtime.Http;

/// <summary>Work in the background yields while callers wait, and never for long.</summary>
public sealed class BackgroundTurnsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Pressure _pressure = new();
    private readonly BackgroundTurns _turns;

    public BackgroundTurnsTests() => _turns = new BackgroundTurns(_pressure, _clock, new WorkLedger(), TimeSpan.FromSeconds(5));

    [Fact]
    public async Task Without_pressure_every_delivery_goes_at_once()
    {
        await Deliver(TimeSpan.FromSeconds(1));
        Assert.True(_turns.TakeAsync(() => Task.FromResult(0), CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Under_pressure_the_first_goes_at_once_and_the_next_waits_nineteen_times_as_long_as_that_took()
    {
        Press(Pressure.High);
        await Deliver(TimeSpan.FromMilliseconds(100));
        var next = _turns.TakeAsync(() => Task.FromResult(0), CancellationToken.None);
        Advance(TimeSpan.FromMilliseconds(1800));
        Assert.False(next.IsCompleted);
        await Goes(next);
    }

    [Fact]
    public async Task No_pause_is_longer_than_five_seconds()
    {
        Press(Pressure.High);
        await Deliver(TimeSpan.FromSeconds(20));
        var next = _turns.TakeAsync(() => Task.FromResult(0), CancellationToken.None);
        Advance(TimeSpan.FromSeconds(5));
        await Goes(next);
    }

    [Fact]
    public async Task Who_waits_goes_on_when_the_pressure_is_gone()
    {
        Press(Pressure.High);
        await Deliver(TimeSpan.FromSeconds(20));
        var next = _turns.TakeAsync(() => Task.FromResult(0), CancellationToken.None);
        Assert.False(next.IsCompleted);
        _pressure.Leave();
        await Goes(next);
    }

    [Fact]
    public async Task Under_pressure_one_runs_at_a_time_in_the_order_in_which_they_came()
    {
        Press(Pressure.High);
        var (first, order) = (new TaskCompletionSource<int>(), new List<int>());
        var running = _turns.TakeAsync(() => first.Task, CancellationToken.None);
        Task<int>[] waiting = [.. new[] { 2, 3 }.Select(n => _turns.TakeAsync(
            () =>
            {
                order.Add(n);
                return Task.FromResult(n);
            },
            CancellationToken.None))];
        Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(order);
        first.SetResult(1);
        await running;
        foreach (var next in waiting)
        {
            await Goes(next, steps: 200);
        }

        Assert.Equal([2, 3], order);
    }

    [Fact]
    public async Task Work_that_hangs_holds_up_the_next_for_a_few_seconds_only()
    {
        Press(Pressure.High);
        var hangs = new TaskCompletionSource<int>();
        var running = _turns.TakeAsync(() => hangs.Task, CancellationToken.None);
        await Goes(_turns.TakeAsync(() => Task.FromResult(0), CancellationToken.None), steps: 200);
        Assert.False(running.IsCompleted);
        hangs.SetResult(0);
        await running;
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_stand_in_the_way_of_the_next()
    {
        Press(Pressure.High);
        await Deliver(TimeSpan.FromMilliseconds(100));
        using var gone = new CancellationTokenSource();
        var given = _turns.TakeAsync(() => Task.FromResult(0), gone.Token);
        var next = _turns.TakeAsync(() => Task.FromResult(0), CancellationToken.None);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await Goes(next, steps: 60);
    }

    private void Press(int requests)
    {
        for (var n = 0; n < requests; n++)
        {
            _pressure.Enter();
        }
    }

    private Task Deliver(TimeSpan takes) => _turns.TakeAsync(
        () =>
        {
            _clock.Advance(takes);
            return Task.FromResult(0);
        },
        CancellationToken.None);

    // A look takes a moment to set the next timer, whatever the clock says: a few steps more than it needs.
    private async Task Goes(Task delivery, int steps = 20)
    {
        for (var step = 0; step < steps && !delivery.IsCompleted; step++)
        {
            Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await delivery.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private void Advance(TimeSpan by)
    {
        for (var passed = TimeSpan.Zero; passed < by; passed += TimeSpan.FromMilliseconds(50))
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }
    }
}

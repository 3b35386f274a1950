using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.EventGrid;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Unit.Runtime.EventGrid;

/// <summary>Deliveries yield while callers wait, and never for long.</summary>
public sealed class DeliveryTurnsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Pressure _pressure = new();
    private readonly DeliveryTurns _turns;

    public DeliveryTurnsTests() => _turns = new DeliveryTurns(_pressure, _clock, new WorkLedger());

    [Fact]
    public async Task Without_pressure_every_delivery_goes_at_once()
    {
        await Deliver(TimeSpan.FromSeconds(1));
        Assert.True(_turns.TakeAsync(() => Task.CompletedTask, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Under_pressure_the_first_goes_at_once_and_the_next_waits_nine_times_as_long_as_that_took()
    {
        Press(Pressure.High);
        await Deliver(TimeSpan.FromMilliseconds(100));
        var next = _turns.TakeAsync(() => Task.CompletedTask, CancellationToken.None);
        Advance(TimeSpan.FromMilliseconds(800));
        Assert.False(next.IsCompleted);
        await Goes(next);
    }

    [Fact]
    public async Task No_pause_is_longer_than_five_seconds()
    {
        Press(Pressure.High);
        await Deliver(TimeSpan.FromSeconds(20));
        var next = _turns.TakeAsync(() => Task.CompletedTask, CancellationToken.None);
        Advance(DeliveryTurns.LongestPause);
        await Goes(next);
    }

    [Fact]
    public async Task Who_waits_goes_on_when_the_pressure_is_gone()
    {
        Press(Pressure.High);
        await Deliver(TimeSpan.FromSeconds(20));
        var next = _turns.TakeAsync(() => Task.CompletedTask, CancellationToken.None);
        Assert.False(next.IsCompleted);
        _pressure.Leave();
        await Goes(next);
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
            return Task.CompletedTask;
        },
        CancellationToken.None);

    // A look takes a moment to set the next timer, whatever the clock says: a few steps more than it needs.
    private async Task Goes(Task delivery)
    {
        for (var step = 0; step < 20 && !delivery.IsCompleted; step++)
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

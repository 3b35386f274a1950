using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Unit.Functions;

public sealed class DrainGateTests
{
    private readonly DrainGate _gate = new();

    [Fact]
    public async Task Those_who_come_while_one_drains_are_served_by_one_more()
    {
        var (first, drains) = (new TaskCompletionSource(), 0);
        Task Drain()
        {
            return ++drains == 1 ? first.Task : Task.CompletedTask;
        }

        var running = _gate.OnceAsync("p", Drain, CancellationToken.None);
        var waiting = Enumerable.Range(0, 5).Select(_ => _gate.OnceAsync("p", Drain, CancellationToken.None)).ToArray();
        await _gate.OnceAsync("another partition", () => Task.CompletedTask, CancellationToken.None);
        Assert.Equal(1, drains);

        first.SetResult();
        await Task.WhenAll([running, .. waiting]);
        Assert.Equal(2, drains);

        await _gate.OnceAsync("p", Drain, CancellationToken.None);
        Assert.Equal(3, drains);
    }

    [Fact]
    public async Task A_drain_that_failed_serves_nobody()
    {
        var (first, drains) = (new TaskCompletionSource(), 0);
        var running = _gate.OnceAsync("p", () => first.Task, CancellationToken.None);
        var waiting = Enumerable.Range(0, 2).Select(n => _gate.OnceAsync(
            "p", () => ++drains == 1 ? Task.FromException(new IOException("disk")) : Task.CompletedTask, CancellationToken.None)).ToArray();
        first.SetResult();
        await running;

        await Assert.ThrowsAsync<IOException>(() => waiting[0]);
        await waiting[1];
        Assert.Equal(2, drains);
    }
}

using System.Collections.Concurrent;

namespace OpsAutomation.Integration.Runtime.Host.SampleApp;

/// <summary>What the sample app's functions were given, and how they should fail.</summary>
public sealed class Seen
{
    public ConcurrentQueue<string> Events { get; } = new();

    public ConcurrentQueue<string> Timers { get; } = new();

    public ConcurrentQueue<string> Middleware { get; } = new();

    public ConcurrentDictionary<string, int> Attempts { get; } = new();

    /// <summary>Deliveries with this id fail.</summary>
    public volatile string? FailOn;

    public TaskCompletionSource SlowBegan { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource SlowMayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Timer runs wait for this.</summary>
    public TaskCompletionSource? HoldTimers { get; set; }
}

/// <summary>One of these belongs to each run.</summary>
public sealed class PerRun(Seen seen) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        seen.Middleware.Enqueue("scope gone");
        return ValueTask.CompletedTask;
    }
}

using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OpsAutomation.Unit.WorkerApi;

/// <summary>What the context does itself, on an engine that is a few hand-fed tasks.</summary>
public class OrchestrationContextTests
{
    private static readonly DateTime Start = new(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task An_event_in_time_ends_the_wait_and_the_timer()
    {
        var context = new HandFedContext();
        var wait = context.WaitForExternalEvent<string>("approved", TimeSpan.FromMinutes(5));
        Assert.Equal(Start.AddMinutes(5), context.FireAt);

        context.Event.SetResult("yes");

        Assert.Equal("yes", await wait);
        Assert.True(context.TimerToken.IsCancellationRequested);
        Assert.False(context.EventToken.IsCancellationRequested);
    }

    [Fact]
    public async Task The_timer_ends_the_wait_as_cancelled()
    {
        var context = new HandFedContext();
        var wait = context.WaitForExternalEvent<string>("approved", TimeSpan.FromMinutes(5));

        context.Timer.SetResult();

        await Assert.ThrowsAsync<TaskCanceledException>(() => wait);
    }

    [Fact]
    public async Task The_callers_token_ends_the_wait_too()
    {
        using var cancellation = new CancellationTokenSource();
        var context = new HandFedContext();
        var wait = context.WaitForExternalEvent<string>("approved", TimeSpan.FromMinutes(5), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => wait);
    }

    [Fact]
    public void A_logger_is_silent_during_replay()
    {
        var context = new HandFedContext();
        var byCategory = context.CreateReplaySafeLogger("a");
        var byFactory = context.ReplaySafeLoggerFactory.CreateLogger("b");

        foreach (var replaying in (bool[])[true, false])
        {
            context.Replaying = replaying;
            byCategory.LogInformation("one {Replaying}", replaying);
            byFactory.LogInformation("two {Replaying}", replaying);
        }

        Assert.Equal(["one False", "two False"], context.Log);
    }

    [Fact]
    public void What_an_engine_does_not_have_says_so()
    {
        var context = new HandFedContext();

        Assert.Throws<NotSupportedException>(() => context.Entities);
        Assert.Throws<NotSupportedException>(() => context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2" }));
        Assert.Equal(string.Empty, context.Version);
        Assert.Empty(context.Properties);
        Assert.Equal(-1, context.CompareVersionTo("1"));
    }

    private sealed class HandFedContext : TaskOrchestrationContext, ILoggerFactory, ILogger
    {
        public TaskCompletionSource Timer { get; } = new();

        public TaskCompletionSource<string> Event { get; } = new();

        public CancellationToken TimerToken { get; private set; }

        public CancellationToken EventToken { get; private set; }

        public DateTime FireAt { get; private set; }

        public bool Replaying { get; set; }

        public List<string> Log { get; } = [];

        public override TaskName Name => "Test";

        public override string InstanceId => "i";

        public override ParentOrchestrationInstance? Parent => null;

        public override DateTime CurrentUtcDateTime => Start;

        public override bool IsReplaying => Replaying;

        protected override ILoggerFactory LoggerFactory => this;

        public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
        {
            FireAt = fireAt;
            TimerToken = cancellationToken;
            cancellationToken.Register(() => Timer.TrySetCanceled());
            return Timer.Task;
        }

        public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        {
            EventToken = cancellationToken;
            cancellationToken.Register(() => Event.TrySetCanceled());
            return (Task<T>)(object)Event.Task;
        }

        public override T GetInput<T>() => throw new NotSupportedException();

        public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
            throw new NotSupportedException();

        public override Task<TResult> CallSubOrchestratorAsync<TResult>(
            TaskName orchestratorName, object? input = null, TaskOptions? options = null) => throw new NotSupportedException();

        public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

        public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

        public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
            throw new NotSupportedException();

        public override Guid NewGuid() => throw new NotSupportedException();

        ILogger ILoggerFactory.CreateLogger(string categoryName) => this;

        void ILoggerFactory.AddProvider(ILoggerProvider provider)
        {
        }

        void IDisposable.Dispose()
        {
        }

        IDisposable ILogger.BeginScope<TState>(TState state) => NullLogger.Instance.BeginScope(state);

        bool ILogger.IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Log.Add(formatter(state, exception));
    }
}

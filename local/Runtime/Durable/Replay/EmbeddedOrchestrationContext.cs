using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Replay;

/// <summary>The context that orchestrator code sees. It turns calls into actions and messages into completed tasks.</summary>
internal sealed class EmbeddedOrchestrationContext : TaskOrchestrationContext
{
    private static readonly DataConverter Converter = JsonDataConverter.Default;

    private readonly OrchestrationIdentity _identity;
    private readonly OrchestratorScheduler _scheduler;
    private readonly ExternalEvents _events;
    private readonly Dictionary<int, OpenTask> _open = [];
    private List<DurableAction> _did = [];
    private string? _input;
    private int _nextTask;
    private int _nextGuid;
    private DateTime _now;
    private bool _replaying;

    internal EmbeddedOrchestrationContext(OrchestrationIdentity identity, OrchestratorScheduler scheduler, ILoggerFactory loggers)
    {
        _identity = identity;
        _scheduler = scheduler;
        _events = new ExternalEvents(Converter, scheduler.Check);
        LoggerFactory = loggers;
        CustomStatus = identity.CustomStatus;
    }

    /// <inheritdoc/>
    public override TaskName Name => _identity.Name;

    /// <inheritdoc/>
    public override string InstanceId => _identity.InstanceId;

    /// <inheritdoc/>
    public override ParentOrchestrationInstance? Parent => _identity.Parent;

    /// <inheritdoc/>
    public override DateTime CurrentUtcDateTime => _now;

    /// <inheritdoc/>
    public override bool IsReplaying => _replaying;

    /// <inheritdoc/>
    public override string Version => _identity.Version;

    /// <inheritdoc/>
    protected override ILoggerFactory LoggerFactory { get; }

    /// <summary>The custom status as JSON.</summary>
    internal string? CustomStatus { get; private set; }

    /// <summary>What the code asked for when it asked to begin anew.</summary>
    internal ContinueAsNewOptions? Renewal { get; private set; }

    /// <summary>Events that nobody took.</summary>
    internal IReadOnlyList<EventRaised> KeptEvents => _events.Kept;

    /// <summary>Whether anything can still come that would let the code go on.</summary>
    internal bool WaitsForSomething => _open.Count > 0 || _events.Waiting > 0;

    /// <inheritdoc/>
    public override T? GetInput<T>()
        where T : default => Converter.Deserialize<T>(_input);

    /// <inheritdoc/>
    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        _scheduler.Check();
        RefuseOptionsAsInput(input, options);
        var json = Converter.Serialize(input);
        return Retries.Run(this, options?.Retry, () => Await<TResult>(name, id => new ActivityCalled(id, name) { Input = json }));
    }

    /// <inheritdoc/>
    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        _scheduler.Check();
        RefuseOptionsAsInput(input, options);
        var sub = options as SubOrchestrationOptions;
        var instanceId = sub?.InstanceId ?? NewGuid().ToString("N");
        var json = Converter.Serialize(input);
        var version = sub?.Version?.Version ?? options?.Version?.Version ?? _identity.DefaultVersion;
        var tags = options?.Tags is { Count: > 0 } given ? HistoryJson.Write(given) : null;
        return Retries.Run(this, options?.Retry, () => Await<TResult>(
            orchestratorName,
            id => new SubOrchestrationStarted(id, orchestratorName, instanceId) { Input = json, Version = version, Tags = tags }));
    }

    /// <inheritdoc/>
    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        _scheduler.Check();
        cancellationToken.ThrowIfCancellationRequested();
        var id = _nextTask++;
        var utc = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        _did.Add(new TimerSet(id, utc));
        var open = new OpenTask("timer");
        _open.Add(id, open);
        using var registration = cancellationToken.Register(() =>
        {
            _scheduler.Check();
            if (_open.Remove(id))
            {
                _did.Add(new TimerCancelled(id));
                open.Source.TrySetCanceled(cancellationToken);
            }
        });
        await open.Source.Task;
    }

    /// <inheritdoc/>
    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        _scheduler.Check();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return _events.Wait<T>(eventName, cancellationToken);
    }

    /// <inheritdoc/>
    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        _scheduler.Check();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        _did.Add(new EventSent(_nextTask++, instanceId, eventName) { Input = Converter.Serialize(payload) });
    }

    /// <inheritdoc/>
    public override void SetCustomStatus(object? customStatus)
    {
        _scheduler.Check();
        CustomStatus = Converter.Serialize(customStatus);
    }

    /// <inheritdoc/>
    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    /// <inheritdoc/>
    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        _scheduler.Check();
        ArgumentNullException.ThrowIfNull(options);
        Renewal = options;
    }

    /// <inheritdoc/>
    public override Guid NewGuid()
    {
        _scheduler.Check();
        return DeterministicGuid.Create(InstanceId, CurrentUtcDateTime, _nextGuid++);
    }

    internal void BeginEpisode(DateTime time, bool replaying)
    {
        _now = time;
        _replaying = replaying;
    }

    internal void BeginExecution(string? input) => _input = input;

    /// <summary>Hands a message to the code. One that nobody waits for any more is dropped, but for events, which are kept.</summary>
    internal void Deliver(DurableEvent message)
    {
        switch (message)
        {
            case TaskSucceeded done when _open.Remove(done.TaskId, out var task):
                task.Source.TrySetResult(done.Result);
                break;
            case TaskFailed failed when _open.Remove(failed.TaskId, out var task):
                var exception = new TaskFailedException(task.Name, failed.TaskId, failed.Failure.ToDetails());
                if (failed.Failure.NonRetriable)
                {
                    NonRetriable.Mark(exception);
                }

                task.Source.TrySetException(exception);
                break;
            case TimerFired fired when _open.Remove(fired.TaskId, out var timer):
                timer.Source.TrySetResult(null);
                break;
            case EventRaised raised:
                _events.Raise(raised);
                break;
        }
    }

    internal List<DurableAction> TakeActions()
    {
        var did = _did;
        _did = [];
        return did;
    }

    private static void RefuseOptionsAsInput(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                "A TaskOptions was given as the input. Name the parameter ('options:') or use the overload without input.", nameof(input));
        }
    }

    private async Task<TResult> Await<TResult>(TaskName name, Func<int, DurableAction> action)
    {
        _scheduler.Check();
        var id = _nextTask++;
        _did.Add(action(id));
        var open = new OpenTask(name);
        _open.Add(id, open);
        return Converter.Deserialize<TResult>(await open.Source.Task)!;
    }

    /// <summary>A task that waits for its message. Continuations run inline, which keeps them on the orchestrator's thread.</summary>
    private sealed class OpenTask(string name)
    {
        internal string Name => name;

        internal TaskCompletionSource<string?> Source { get; } = new();
    }
}

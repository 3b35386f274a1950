using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Replay;

/// <summary>
/// One execution of an orchestrator in memory: its code, stopped where it waits. Kept between episodes it goes on
/// without replay; thrown away, it is built again from the history. It neither reads nor writes anything outside.
/// </summary>
internal sealed class OrchestrationSession
{
    private readonly OrchestrationIdentity _identity;
    private readonly Func<TaskOrchestrationContext, Task<object?>> _code;
    private readonly OrchestratorScheduler _scheduler;
    private readonly EmbeddedOrchestrationContext _context;
    private Task<object?>? _main;
    private ExecutionEnded? _end;
    private int _episodes;

    /// <param name="execution">Which of the instance's executions it is.</param>
    /// <param name="identity">Who it is.</param>
    /// <param name="code">The orchestrator.</param>
    /// <param name="loggers">Where its loggers write.</param>
    /// <param name="onForeignThread">Called when the code comes back from a task that is not durable. From any thread, at any time.</param>
    internal OrchestrationSession(
        long execution,
        OrchestrationIdentity identity,
        Func<TaskOrchestrationContext, Task<object?>> code,
        ILoggerFactory loggers,
        Action onForeignThread)
    {
        Execution = execution;
        _identity = identity;
        _code = code;
        _scheduler = new OrchestratorScheduler(onForeignThread);
        _context = new EmbeddedOrchestrationContext(identity, _scheduler, loggers);
    }

    /// <summary>Which of the instance's executions it is.</summary>
    internal long Execution { get; }

    /// <summary>The custom status as JSON.</summary>
    internal string? CustomStatus => _context.CustomStatus;

    /// <summary>Whether the execution has ended.</summary>
    internal bool IsOver => _end is not null;

    /// <summary>Lets the code do a recorded episode again.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">It did something else.</exception>
    internal void Replay(Episode recorded)
    {
        var replayed = Run(recorded.Time, recorded.Received, replaying: true);
        if (NonDeterministicOrchestrationException.Compare(_identity.Name, _identity.InstanceId, _episodes, recorded, replayed) is { } difference)
        {
            throw difference;
        }
    }

    /// <summary>Delivers messages and says what the code did until it waited again, or ended.</summary>
    internal Episode Run(DateTime time, IReadOnlyList<DurableEvent> received) => Run(time, received, replaying: false);

    private Episode Run(DateTime time, IReadOnlyList<DurableEvent> received, bool replaying)
    {
        _episodes++;
        _context.BeginEpisode(time, replaying);
        var delivered = 0;
        while (delivered < received.Count && _end is null)
        {
            var message = received[delivered++];
            if (message is InvalidAwaitSeen)
            {
                _end = InvalidAwait();
                break;
            }

            _scheduler.Run(() => Deliver(message));
            if (_main is { IsCompleted: true })
            {
                _end = Ended(_main, [.. received.Skip(delivered).OfType<EventRaised>()]);
            }
        }

        if (_end is null && _main is not null && !_context.WaitsForSomething)
        {
            _end = InvalidAwait();
        }

        var did = _context.TakeActions();
        if (_end is not null)
        {
            did.Add(_end);
        }

        return new Episode(time, received, did);
    }

    private void Deliver(DurableEvent message)
    {
        if (message is ExecutionStarted started && _main is null)
        {
            _context.BeginExecution(started.Input);
            try
            {
                _main = _code(_context);
            }
            catch (Exception e)
            {
                _main = Task.FromException<object?>(e);
            }
        }
        else
        {
            _context.Deliver(message);
        }
    }

    private ExecutionEnded Ended(Task<object?> main, IReadOnlyList<EventRaised> undelivered)
    {
        try
        {
            var result = main.GetAwaiter().GetResult();
            return _context.Renewal is { } renewal
                ? new ExecutionEnded(-1, ExecutionEnd.ContinuedAsNew)
                {
                    Output = JsonDataConverter.Default.Serialize(renewal.NewInput),
                    NextVersion = renewal.NewVersion,
                    CarriedEvents = renewal.PreserveUnprocessedEvents ? [.. _context.KeptEvents, .. undelivered] : [],
                }
                : new ExecutionEnded(-1, ExecutionEnd.Completed) { Output = JsonDataConverter.Default.Serialize(result) };
        }
        catch (Exception e)
        {
            return new ExecutionEnded(-1, ExecutionEnd.Failed) { Failure = Failure.From(e) };
        }
    }

    private static ExecutionEnded InvalidAwait() => new(-1, ExecutionEnd.Failed)
    {
        Failure = new Failure(typeof(InvalidOperationException).FullName!, OrchestratorScheduler.InvalidAwait),
    };
}

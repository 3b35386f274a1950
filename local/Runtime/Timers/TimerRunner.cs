using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Functions;
using OpsAutomation.Runtime.Functions.Invocation;

namespace OpsAutomation.Runtime.Timers;

/// <summary>
/// Runs one timer function. The next run is planned only when the last is over, so runs never overlap; what would
/// have been due during a long run is skipped, as in the Functions host.
/// </summary>
internal sealed class TimerRunner : IAsyncDisposable
{
    // System timers reach about 49 days; a later run is waited for in pieces.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private readonly FunctionEntry _function;
    private readonly TimerFunctionTrigger _trigger;
    private readonly TimerSchedule _schedule;
    private readonly TimerServices _services;
    private readonly bool _kept;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private Task _run = Task.CompletedTask;
    private DateTimeOffset? _next;
    private bool _stopped;

    internal TimerRunner(FunctionEntry function, TimerFunctionTrigger trigger, TimerSchedule schedule, TimerServices services)
    {
        _function = function;
        _trigger = trigger;
        _schedule = schedule;
        _services = services;
        _kept = trigger.UseMonitor && !schedule.IsFrequent(services.Clock.GetUtcNow());
        _timer = services.Clock.CreateTimer(static r => ((TimerRunner)r!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void Start()
    {
        var now = _services.Clock.GetUtcNow();
        var plan = TimerPlan.AtStart(_schedule, Status(), _trigger.RunOnStartup, now);
        lock (_lock)
        {
            _next = plan.Next;
            if (!plan.RunNow)
            {
                Save(Status()?.Last);
                Wait();
                return;
            }

            _run = RunAsync(plan.IsPastDue);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task run;
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            run = _run;
        }

        await _stop.CancelAsync();
        await _timer.DisposeAsync();
        await run;
        _stop.Dispose();
    }

    private void OnTime()
    {
        lock (_lock)
        {
            if (_stopped || _next is not { } next)
            {
                return;
            }

            var late = _services.Clock.GetUtcNow() - next;
            if (late < TimeSpan.Zero)
            {
                Wait();
                return;
            }

            // A second late is past due by the real extension's measure too: a machine that slept.
            _run = RunAsync(late > TimeSpan.FromSeconds(1));
        }
    }

    private async Task RunAsync(bool pastDue)
    {
        // Entered on the clock's own thread, before anything could take the clock for idle; then off that thread.
        using var work = _services.Ledger.Enter($"timer {_function.Name}");
        await Task.Yield();
        try
        {
            var started = _services.Clock.GetUtcNow();
            TimerLog.Running(_services.Logger, _function.Name, pastDue);
            var info = new TimerInfo { IsPastDue = pastDue, ScheduleStatus = _kept ? Told(started) : null };
            var finished = await InvokeAsync(info);
            lock (_lock)
            {
                if (_stopped && !finished)
                {
                    // Cut short by the stop: not recorded as done, so that the next start makes up for it.
                    return;
                }

                _next = _schedule.Next(_services.Clock.GetUtcNow());
                Save(started);
                if (!_stopped)
                {
                    Wait();
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TimerLog.StatusNotSaved(_services.Logger, e, _function.Name);
            lock (_lock)
            {
                if (!_stopped)
                {
                    Wait();
                }
            }
        }
    }

    /// <summary>Runs the function, again as its retry attribute says. False when the stop cut it short.</summary>
    private async Task<bool> InvokeAsync(TimerInfo info)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                await _services.Invoker.InvokeAsync(_function, new FunctionCall(info, _stop.Token) { RetryCount = retries });
                return true;
            }
            catch (Exception)
            {
                // The invoker has logged it.
                if (_stop.IsCancellationRequested)
                {
                    return false;
                }

                if (_function.Retry is not { } retry || !retry.Allows(retries))
                {
                    return true;
                }

                try
                {
                    await _services.Ledger.DelayAsync(_services.Clock, retry.Delay(retries), _stop.Token);
                }
                catch (OperationCanceledException)
                {
                    return false;
                }
            }
        }
    }

    private ScheduleStatus Told(DateTimeOffset now)
    {
        var status = Status();
        return new ScheduleStatus
        {
            Last = status?.Last?.UtcDateTime ?? default,
            Next = (_schedule.Next(now) ?? DateTimeOffset.MaxValue).UtcDateTime,
            LastUpdated = status?.LastUpdated.UtcDateTime ?? default,
        };
    }

    private TimerStatus? Status() => _kept ? _services.Status.Get(_function.Name) : null;

    private void Save(DateTimeOffset? last)
    {
        if (_kept)
        {
            _services.Status.Set(_function.Name, new TimerStatus(last, _next, last ?? Status()?.LastUpdated ?? _services.Clock.GetUtcNow()));
        }
    }

    private void Wait()
    {
        if (_next is { } next)
        {
            var wait = next - _services.Clock.GetUtcNow();
            _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
        }
    }
}

/// <summary>What all timers share.</summary>
/// <param name="Invoker">Runs functions.</param>
/// <param name="Status">Keeps progress.</param>
/// <param name="Clock">The time.</param>
/// <param name="Ledger">Who is at work.</param>
/// <param name="Logger">The log.</param>
internal sealed record TimerServices(FunctionInvoker Invoker, TimerStatusFile Status, TimeProvider Clock, WorkLedger Ledger, ILogger Logger);

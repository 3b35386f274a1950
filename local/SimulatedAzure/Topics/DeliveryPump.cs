using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>
/// Delivers the queue of one subscription: at least once, in batches, in as many requests at a time as it allows, with Event
/// Grid's retries on the clock.
/// What is in flight at a kill is still queued, and goes again.
/// </summary>
internal sealed partial class DeliveryPump : IAsyncDisposable
{
    /// <summary>How long Event Grid waits for an answer (Azure docs, "Event Grid message delivery and retry").</summary>
    private static readonly TimeSpan ResponseTime = TimeSpan.FromSeconds(30);

    private readonly SimStore _store;
    private readonly TopicOptions _topic;
    private readonly TopicSubscriptionOptions _subscription;
    private readonly HttpMessageInvoker _client;
    private readonly Surroundings _surroundings;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly ConcurrentQueue<Action> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    /// <summary>Starts delivering.</summary>
    public DeliveryPump(SimStore store, TopicOptions topic, TopicSubscriptionOptions subscription, HttpMessageInvoker client, Surroundings surroundings)
    {
        (_store, _topic, _subscription, _client, _surroundings) = (store, topic, subscription, client, surroundings);
        _log = surroundings.Loggers.CreateLogger<DeliveryPump>();
        Wake();
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Says that something is queued. Marks work under way until the pump has seen to it, so that a jumping clock waits.</summary>
    public void Wake() => Enqueue(_surroundings.Work($"deliver {_topic.Name}/{_subscription.Name}").Dispose);

    /// <summary>Completes when everything that is due now has been delivered or put back.</summary>
    public Task SettledAsync()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(settled.SetResult);
        return settled.Task;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        Release();
        _stop.Dispose();
        _signal.Dispose();
    }

    private void Enqueue(Action whenDone)
    {
        _waiting.Enqueue(whenDone);
        _signal.Release();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using (_surroundings.Work($"deliver {_topic.Name}/{_subscription.Name}"))
                {
                    Release(await DeliverDueAsync());
                }

                await WaitAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The simulation closes; what is queued stays in the file.
        }
        catch (Exception e)
        {
            LogStopped(_log, _subscription.Name, e);
        }
    }

    // Returns how many of those who wait had come before it was seen that nothing is due any more.
    private async Task<int> DeliverDueAsync()
    {
        var flights = new Dictionary<Task, List<Delivery>>();
        var underWay = new HashSet<long>();
        try
        {
            while (true)
            {
                var waiting = _waiting.Count;
                while (flights.Count < _subscription.MaxRequests
                    && _store.Run(session => TopicStore.Next(session, _topic, _subscription, underWay, _surroundings.Now)) is { Count: > 0 } batch)
                {
                    underWay.UnionWith(batch.Select(one => one.Seq));
                    flights.Add(DeliverAsync(batch), batch);
                }

                if (flights.Count == 0)
                {
                    return waiting;
                }

                await NextAsync(flights.Keys);
                foreach (var (flight, batch) in flights.Where(f => f.Key.IsCompleted).ToArray())
                {
                    await flight;
                    flights.Remove(flight);
                    underWay.ExceptWith(batch.Select(one => one.Seq));
                }
            }
        }
        finally
        {
            // None may outlive the store.
            await Task.WhenAll(flights.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Until a request is answered; or until something comes, where another may begin.
    private async Task NextAsync(IReadOnlyCollection<Task> flights)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(flights.Count < _subscription.MaxRequests ? [_signal.WaitAsync(either.Token), .. flights] : flights);
        await either.CancelAsync();
    }

    private async Task WaitAsync()
    {
        var due = _store.Run(session => TopicStore.NextDue(session, _topic.Name, _subscription.Name));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var signalled = _signal.WaitAsync(either.Token);
        if (due is { } time)
        {
            var wait = time - _surroundings.Now;
            await Task.WhenAny(signalled, _surroundings.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, either.Token));
            await either.CancelAsync();
        }
        else
        {
            await signalled;
        }
    }

    private async Task DeliverAsync(List<Delivery> batch)
    {
        var now = _surroundings.Now;
        var old = batch.Where(one => now - one.Published >= _subscription.EventTimeToLive).ToList();
        if (old.Count > 0)
        {
            _store.Run(session => old.ForEach(one => Bury(session, one, now, "TimeToLiveExceeded", one.Attempts, one.Last)));
            return;
        }

        var (status, outcome) = await SendAsync(batch);
        now = _surroundings.Now;
        _store.Run(session => batch.ForEach(one => Settle(session, one, batch[0].Seq, now, status, outcome)));
    }

    private void Settle(StoreSession session, Delivery one, long batch, DateTimeOffset now, int? status, string outcome)
    {
        var attempts = one.Attempts + 1;
        if (status is >= 200 and <= 204)
        {
            TopicStore.Done(session, one);
        }
        else if (RetrySchedule.IsFinal(status))
        {
            Bury(session, one, now, $"NoRetryAfter{status?.ToString(CultureInfo.InvariantCulture)}", attempts, outcome);
        }
        else if (attempts >= _subscription.MaxDeliveryAttempts)
        {
            Bury(session, one, now, "MaxDeliveryAttemptsExceeded", attempts, outcome);
        }
        else
        {
            TopicStore.Retry(session, one, batch, now + RetrySchedule.After(attempts, status), outcome);
        }
    }

    private async Task<(int? Status, string Outcome)> SendAsync(List<Delivery> batch)
    {
        using var limit = new CancellationTokenSource(ResponseTime, _surroundings.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            using var request = DeliveryRequest.Of(_subscription, batch);
            using var response = await _client.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            return (status, status.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !_stop.IsCancellationRequested)
        {
            return (null, limit.IsCancellationRequested ? "no answer in 30 s" : e.GetType().Name);
        }
    }

    private void Bury(StoreSession session, Delivery one, DateTimeOffset now, string reason, int attempts, string? outcome)
    {
        TopicStore.Bury(session, _topic.Name, _subscription.Name, one, now, reason, attempts, outcome);
        LogBuried(_log, _topic.Name, _subscription.Name, reason, attempts);
    }

    private void Release(int count = int.MaxValue)
    {
        while (count-- > 0 && _waiting.TryDequeue(out var done))
        {
            done();
        }
    }

    [LoggerMessage(9101, LogLevel.Warning, "Topic {Topic}: subscription {Subscription} dead-lettered an event: {Reason} after {Attempts} attempts")]
    private static partial void LogBuried(ILogger logger, string topic, string subscription, string reason, int attempts);

    [LoggerMessage(9102, LogLevel.Error, "Delivery to subscription {Subscription} has stopped")]
    private static partial void LogStopped(ILogger logger, string subscription, Exception exception);
}

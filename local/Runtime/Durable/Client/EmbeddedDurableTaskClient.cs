using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using OpsAutomation.Runtime.Durable.Dispatch;
using OpsAutomation.Runtime.Durable.History;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Client;

/// <summary>
/// The client of the embedded engine. A call that returns has become durable. Calls about an instance that does not
/// exist throw <see cref="ArgumentException"/>, and those about one that is over <see cref="InvalidOperationException"/>,
/// as the Functions host does.
/// </summary>
internal sealed class EmbeddedDurableTaskClient : DurableTaskClient
{
    private readonly EngineParts _parts;

    internal EmbeddedDurableTaskClient(EngineParts parts)
        : base("embedded") => _parts = parts;

    /// <inheritdoc/>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        cancellation.ThrowIfCancellationRequested();
        var blocks = Dedupe.Rule(options?.DedupeStatuses);
        var start = new NewInstance(
            string.IsNullOrEmpty(options?.InstanceId) ? null : options.InstanceId,
            orchestratorName.Name,
            options?.Version?.Version ?? _parts.Options.DefaultVersion,
            JsonDataConverter.Default.Serialize(input),
            options?.Tags is { Count: > 0 } tags ? HistoryJson.Write(tags) : null)
        {
            StartAt = options?.StartAt?.UtcTicks,
        };

        using (_parts.Ledger.EnterQueued($"start of orchestration '{orchestratorName}'"))
        {
            var started = await _parts.Store.WriteAsync(db => InstanceSql.Start(db, start, blocks, _parts.Store.Id, _parts.NowTicks));
            if (started.BlockedBy is { } status)
            {
                throw new OrchestrationAlreadyExistsException(
                    $"An orchestration with the instance id '{started.InstanceId}' already exists and is {status}.");
            }

            _parts.Timers.Change(started.Delayed is { } timer ? [timer] : [], started.CancelledTimers);
            if (started.Delayed is null)
            {
                _parts.Queue.Add(WorkKind.Episode, started.Id);
            }

            _parts.Watch.Changed(started.InstanceId);
            return started.InstanceId;
        }
    }

    /// <inheritdoc/>
    public override Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var raised = new EventRaised(eventName, JsonDataConverter.Default.Serialize(eventPayload));
        return SendAsync(instanceId, $"raise event '{eventName}' for", raised, cancellation);
    }

    /// <inheritdoc/>
    public override Task TerminateInstanceAsync(
        string instanceId,
        TerminateInstanceOptions? options = null,
        CancellationToken cancellation = default)
    {
        var output = JsonDataConverter.Default.Serialize(options?.Output);
        return SendAsync(instanceId, "terminate", new TerminateRequested(output, options?.Recursive ?? false), cancellation);
    }

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, "suspend", new SuspendRequested(reason), cancellation);

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, "resume", new ResumeRequested(reason), cancellation);

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default) =>
        WaitAsync(instanceId, static row => row.Status != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default) =>
        WaitAsync(instanceId, static row => row.IsOver, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var row = _parts.Store.Read(db => InstanceSql.Find(db, instanceId));
        return Task.FromResult(row is null ? null : Metadata.Of(row, getInputsAndOutputs));
    }

    /// <inheritdoc/>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        return Pageable.Create<OrchestrationMetadata>((continuation, size, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(InstanceQuery.Page(_parts.Store, query, continuation ?? query.ContinuationToken, size));
        });
    }

    /// <inheritdoc/>
    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var row = _parts.Store.Read(db => InstanceSql.Find(db, instanceId));
        return new PurgeResult(row is null ? 0 : await PurgeAsync(row.Id, options?.Recursive ?? false), isComplete: true);
    }

    /// <inheritdoc/>
    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        var count = 0;
        foreach (var row in InstanceQuery.All(_parts.Store, query))
        {
            cancellation.ThrowIfCancellationRequested();
            count += await PurgeAsync(row.Id, options?.Recursive ?? false);
        }

        return new PurgeResult(count, isComplete: true);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<int> PurgeAsync(long id, bool recursive)
    {
        var (count, timers) = await _parts.Store.WriteAsync(db =>
        {
            var gone = new List<long>();
            return (Purge(db, id, recursive, gone), gone);
        });
        _parts.Timers.Change([], timers);
        return count;
    }

    private static int Purge(SqlSession db, long id, bool recursive, List<long> timers)
    {
        if (InstanceSql.Find(db, id) is not { IsOver: true })
        {
            return 0;
        }

        var count = 1;
        foreach (var child in recursive ? InstanceSql.Children(db, id) : [])
        {
            count += Purge(db, child, recursive, timers);
        }

        timers.AddRange(InstanceSql.Purge(db, id));
        return count;
    }

    private async Task SendAsync(string instanceId, string what, DurableEvent message, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        using (_parts.Ledger.EnterQueued($"message for orchestration '{instanceId}'"))
        {
            var target = await _parts.Store.WriteAsync(db =>
            {
                var row = InstanceSql.Find(db, instanceId);
                if (row is { IsOver: false })
                {
                    MessageSql.Send(db, row.Id, null, message.IsControl ? InboxRank.Control : InboxRank.Ordinary, message);
                }

                return row;
            });

            if (target is null)
            {
                throw new ArgumentException($"There is no orchestration with the instance id '{instanceId}'.", nameof(instanceId));
            }

            if (target.IsOver)
            {
                throw new InvalidOperationException($"Cannot {what} the orchestration '{instanceId}': it is {target.Status}.");
            }

            _parts.Queue.Add(WorkKind.Episode, target.Id);
        }
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId,
        Func<InstanceRow, bool> reached,
        bool getInputsAndOutputs,
        CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);

        // Whoever waits here does no work of its own: the instance's work is entered by itself.
        using (_parts.Ledger.Park())
        {
            while (true)
            {
                var change = _parts.Watch.NextChange(instanceId);
                if (_parts.Store.Read(db => InstanceSql.Find(db, instanceId)) is { } row && reached(row))
                {
                    return Metadata.Of(row, getInputsAndOutputs);
                }

                await change.WaitAsync(cancellation);
            }
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Storms;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Does the work that commits left in outboxes: opens incidents, starts and wakes orchestrations, writes list rows. Every
/// piece is idempotent, since it is done at least once: right after the commit, or by the sweeper.
/// </summary>
/// <param name="outbox">Where the work is.</param>
/// <param name="journal">The incidents.</param>
/// <param name="index">The lists.</param>
/// <param name="scopes">What scopes tell each other, and their settling.</param>
public sealed class OutboxPump(Outbox outbox, IncidentJournal journal, IncidentIndex index, ScopeSettler scopes)
{
    private const string Orphan = "orphan:";

    private readonly DrainGate _gate = new();

    // Storms whose incidents this process knows to be open: asked for by every condition that a storm withholds.
    private readonly ConcurrentDictionary<string, bool> _storms = new(StringComparer.Ordinal);

    private static readonly OrchestrationRuntimeStatus[] Live =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private static readonly OrchestrationRuntimeStatus[] Every =
        [.. Live, OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>Does everything that waits in a partition, and in the partitions that it leads to; then settles the scopes that must look again because of it.</summary>
    public Task DrainAsync(string partition, DurableTaskClient client, CancellationToken cancellationToken) =>
        DrainAsync(partition, [], client, cancellationToken);

    // And retires pointers that were announced before.
    private async Task DrainAsync(string partition, IReadOnlyList<string> announced, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var affected = new List<SettleOrder>();
        var drained = await _gate.OnceAsync(
            partition,
            () => outbox.DrainAsync(partition, (items, token) => DoAsync(items, affected, client, token), Kin, IsList, index.RowsAsync, announced, cancellationToken),
            cancellationToken);
        if (!drained)
        {
            await outbox.RetireAllAsync(partition, announced, cancellationToken);
        }

        // Only now: settling writes to the outbox that was being drained.
        foreach (var order in affected)
        {
            await SettleAsync(order, client, cancellationToken);
        }
    }

    /// <summary>Judges a scope's conditions again, does what follows, and takes the order out of the queue.</summary>
    public async Task SettleAsync(SettleOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var result = await scopes.SettleAsync(order, cancellationToken);
        if (result.OutboxKeys.Count > 0)
        {
            await DrainAsync(result, client, cancellationToken);
        }

        await scopes.DoneAsync(order, cancellationToken);
    }

    /// <summary>Drains what correlation left, then retires the pointers that it announced.</summary>
    public async Task DrainAsync(ScopeResult result, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        await DrainAsync(result.Partition, result.OutboxKeys, client, cancellationToken);
        if (result.Settle is { } order)
        {
            await SettleAsync(order, client, cancellationToken);
        }
    }

    /// <summary>Drains what an append to an incident's journal left, then retires the pointer that it announced.</summary>
    public async Task FollowUpAsync(string incidentId, AppendResult result, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.AnnounceKey is { } announced)
        {
            await FollowUpAsync(incidentId, announced, client, cancellationToken);
        }
    }

    /// <summary>Drains what an append to an incident's journal left, then retires its pointer.</summary>
    public Task FollowUpAsync(string incidentId, string announced, DurableTaskClient client, CancellationToken cancellationToken) =>
        FollowUpAsync(incidentId, [announced], client, cancellationToken);

    /// <summary>Drains what appends to an incident's journal left, then retires their pointers.</summary>
    public Task FollowUpAsync(string incidentId, IReadOnlyList<string> announced, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(announced);
        return announced.Count == 0 ? Task.CompletedTask : DrainAsync(IncidentRun.Partition(incidentId), announced, client, cancellationToken);
    }

    /// <summary>A desk for one command that is carried out alone.</summary>
    public RunDesk Desk(string incidentId, DurableTaskClient client) => new DirectDesk(journal, this, incidentId, client);

    /// <summary>A desk for commands that are carried out together; close it.</summary>
    internal DraftDesk Draft(string incidentId, DurableTaskClient client) => new(journal, this, incidentId, client);

    /// <summary>Starts the run of an incident whose orchestration is gone again, where its records say that it was.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="status">What became of the orchestration, for the record.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task RestartAsync(Incident incident, string status, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentNullException.ThrowIfNull(client);

        // The list row may be older than the incident: one that was closed meanwhile needs its row put right, not a run.
        if (await journal.HeadAsync(incident.Id, cancellationToken) is not { Status: not IncidentStatus.Closed } head)
        {
            await index.ProjectAsync(incident.Id, cancellationToken);
            return;
        }

        // One entry however often it is tried: a run that fails every five minutes must not fill its journal.
        await AppendAsync(
            head.Id,
            file => file.Entries is [.., { Fact: Fact.Noted, Key: var key }] && key.StartsWith(Orphan, StringComparison.Ordinal)
                ? null
                : new NewEntry(
                    $"{Orphan}{file.Head.LastSequence}", Actors.System, $"The orchestration of this incident was {status}; it is started again.", new Fact.Noted(status)),
            client,
            cancellationToken);
        await StartAsync(nameof(IncidentOrchestrator), IncidentRun.InstanceId(head), new RunReference(head.Id, head.Episode), Live, client, cancellationToken);
    }

    /// <summary>Opens the incident of a storm, once.</summary>
    public async Task OpenStormAsync(ClimateStorm storm, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storm);
        if (_storms.ContainsKey(storm.IncidentId))
        {
            return;
        }

        await OpenAsync(
            new OpenIncident(storm.IncidentId, $"storm-{storm.Key}", StormLedger.AlertOf(storm), PersonOnly: storm.CommonCause ? "What has a common cause is for a person to judge" : "A storm of alerts is for a person to judge"), client, cancellationToken);
        _storms[storm.IncidentId] = true;
    }

    /// <summary>Appends to an incident's journal and does the work that follows.</summary>
    /// <returns>Whether anything was written; false when the key was there already or <paramref name="decide"/> declined.</returns>
    public async Task<bool> AppendAsync(
        string incidentId, Func<IncidentFile, NewEntry?> decide, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var result = await journal.AppendAsync(incidentId, decide, cancellationToken);
        await FollowUpAsync(incidentId, result, client, cancellationToken);
        return result.Written;
    }

    // Lists can wait for what is done.
    private static bool IsList(OutboxItem item) => item.Kind is ScopeOutbox.IndexAlert or RunWork.Project;

    // What is only written down in an incident goes there in one commit, with one projection and one wake-up after it.
    private static string? Kin(OutboxItem item) => Written(item)?.IncidentId;

    private static (string IncidentId, NewEntry Entry)? Written(OutboxItem item)
    {
        switch (item.Kind)
        {
            case ScopeOutbox.Note:
                var note = OpsJson.Read<NoteIncident>(item.Body);
                return (note.IncidentId, IncidentOpening.Noted(note));
            case ScopeOutbox.AlertJoined:
                var join = OpsJson.Read<JoinIncident>(item.Body);
                return (join.IncidentId, IncidentOpening.Joined(join));
            case ScopeOutbox.AllClear:
                var clear = OpsJson.Read<ClearIncident>(item.Body);
                return (clear.IncidentId, IncidentOpening.Cleared(clear));
            default:
                return null;
        }
    }

    private Task DoAsync(IReadOnlyList<OutboxItem> items, List<SettleOrder> affected, DurableTaskClient client, CancellationToken cancellationToken) =>
        items.Select(Written).OfType<(string IncidentId, NewEntry Entry)>().ToArray() is { Length: > 0 } entries ? AddAsync(entries[0].IncidentId, [.. entries.Select(e => e.Entry)], client, cancellationToken)
        : DoAsync(items[0], affected, client, cancellationToken);

    private async Task AddAsync(string incidentId, IReadOnlyList<NewEntry> entries, DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            var result = await journal.AddAsync(incidentId, entries, cancellationToken);
            await FollowUpAsync(incidentId, result.AnnounceKeys, client, cancellationToken);
        }
        catch (IncidentNotFoundException) when (entries.All(e => e.Fact is Fact.Acknowledged))
        {
            // A pager may serve several systems: what was acknowledged there need not be an incident of ours.
        }
    }

    private Task DoAsync(OutboxItem item, List<SettleOrder> affected, DurableTaskClient client, CancellationToken cancellationToken) => item.Kind switch
    {
        ScopeOutbox.Climate => TellAsync(OpsJson.Read<ClimateUpdate>(item.Body), affected, client, cancellationToken),
        ScopeOutbox.OpenIncident => OpenAsync(OpsJson.Read<OpenIncident>(item.Body), client, cancellationToken),
        IncidentOpening.StartRun => StartRunAsync(OpsJson.Read<RunReference>(item.Body), client, cancellationToken),
        RunWork.StartTtl => StartTtlAsync(OpsJson.Read<TtlOrder>(item.Body), client, cancellationToken),
        RunWork.StartUndo => StartUndoAsync(OpsJson.Read<UndoOrder>(item.Body), client, cancellationToken),
        RunWork.StartPage => StartPageAsync(OpsJson.Read<PageOrder>(item.Body).IncidentId, client, cancellationToken),
        RunWork.Wake => WakeAsync(OpsJson.Read<WakeOrder>(item.Body).InstanceId, client, cancellationToken),
        _ => throw new InvalidOperationException($"No one does outbox work of kind '{item.Kind}'."),
    };

    private async Task TellAsync(ClimateUpdate update, List<SettleOrder> affected, DurableTaskClient client, CancellationToken cancellationToken)
    {
        affected.AddRange(await scopes.TellAsync(update, cancellationToken));
        foreach (var storm in await scopes.StormsOfAsync(update, cancellationToken))
        {
            await OpenStormAsync(storm, client, cancellationToken);
        }
    }

    private async Task OpenAsync(OpenIncident order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var opened = await journal.OpenAsync(IncidentOpening.Head(order), IncidentOpening.Entry(order), cancellationToken);
        await FollowUpAsync(order.IncidentId, opened, client, cancellationToken);
        if (!opened.Written && opened.File.Facts.OfType<Fact.Opened>().FirstOrDefault()?.Alert.Id != order.Alert.Id)
        {
            // Two alerts whose ids give the same incident id: unlikely, and still no reason to lose one.
            await AddAsync(order.IncidentId, [IncidentOpening.Joined(new JoinIncident(order.IncidentId, order.Alert))], client, cancellationToken);
        }
    }

    private static Task StartRunAsync(RunReference run, DurableTaskClient client, CancellationToken cancellationToken) =>
        StartAsync(nameof(IncidentOrchestrator), IncidentRun.InstanceId(run.IncidentId, run.Episode), run, Every, client, cancellationToken);

    private static Task StartTtlAsync(TtlOrder order, DurableTaskClient client, CancellationToken cancellationToken) =>
        StartAsync(nameof(TtlOrchestrator), IncidentRun.ExpiryId(order.IncidentId, order.StepId), new TtlLook(order, order.ExpiresAt), Every, client, cancellationToken);

    private static Task StartUndoAsync(UndoOrder order, DurableTaskClient client, CancellationToken cancellationToken) =>
        StartAsync(nameof(UndoOrchestrator), IncidentRun.UndoId(order.IncidentId, order.Number), new UndoTurn(order), Every, client, cancellationToken);

    /// <summary>Starts the orchestration that looks after an incident's pages, or wakes the one that does.</summary>
    public static async Task StartPageAsync(string incidentId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var instance = IncidentRun.PageId(incidentId);
        if (await client.GetInstanceAsync(instance, cancellationToken) is { IsCompleted: false })
        {
            await WakeAsync(instance, client, cancellationToken);
            return;
        }

        await StartAsync(nameof(PageOrchestrator), instance, new PageOrder(incidentId), Live, client, cancellationToken);
    }

    // "Already exists" is success: the id is derived from what is started. Which exception says so differs between back
    // ends, so the instance itself is asked.
    private static async Task StartAsync(
        string name, string instanceId, object input, OrchestrationRuntimeStatus[] taken, DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                name, input, new StartOrchestrationOptions(instanceId).WithDedupeStatuses(taken), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { } there || !taken.Contains(there.RuntimeStatus))
            {
                throw;
            }
        }
    }

    // A run that is over needs no waking; one that is lost is the reconciler's matter.
    private static async Task WakeAsync(string instanceId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { IsCompleted: false })
        {
            return;
        }

        try
        {
            await client.RaiseEventAsync(instanceId, IncidentOrchestrator.WakeEvent, "look", cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // It ended in between.
        }
    }
}

using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails.Holds;

/// <summary>Keeps holds in the partition <c>control</c>, one row each, and a log of who placed and released them.</summary>
public sealed class HoldLedger(IRecordStore store, TimeProvider clock)
{
    /// <summary>The most holds that may stand: every change is held against each.</summary>
    public const int MaxLive = 200;

    internal const string LogPrefix = "held-log-";
    private const int MaxRounds = 16;
    private readonly ControlPartition _control = new(store);
    private readonly ChangeLedger _changes = new(store, clock);

    /// <summary>Places a hold, or changes the end of the one that stands on exactly this resource.</summary>
    /// <param name="resource">ARM id of a resource, a resource group or a subscription; or an application or a user of Entra, as the catalogue names them.</param>
    /// <param name="until">When it ends by itself.</param>
    /// <param name="user">Who; required.</param>
    /// <param name="reason">Why; a word of its own when null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<HoldResult> PlaceAsync(string resource, DateTimeOffset until, string user, string? reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        var now = clock.GetUtcNow();
        var id = resource.Trim().TrimEnd('/').ToLowerInvariant();
        if ((ArmId.SubscriptionOf(id) is null && !GraphId.IsId(id)) || ResourcePattern.Check(id) is not null || new ResourcePattern(id).IsWild)
        {
            return new(false, "resource", "Name a resource, a resource group or a subscription by its ARM id, such as /subscriptions/.../resourceGroups/rg-shop, or /providers/Microsoft.Graph/users/ID or /applications/ID.");
        }

        if (until <= now || until - now > Hold.Longest)
        {
            return new(false, "until", $"The end must come after now, by at most {Hold.Longest.TotalDays:0} days: what must stay away for longer is protected in guardrails.yaml.");
        }

        var hold = new Hold(id, until.ToUniversalTime(), user, string.IsNullOrWhiteSpace(reason) ? "A person works on it." : reason.Trim(), now);
        for (var round = 1; ; round++)
        {
            var rows = await _control.HoldsAsync(cancellationToken);
            var row = rows.FirstOrDefault(r => r.Row == ControlPartition.HoldRow(id)) ?? new ControlRow<Hold>(ControlPartition.HoldRow(id), null, null, Unreadable: false);
            var ended = rows.Where(r => r.Value is { } h && h.Until <= now && r.Row != row.Row).Take(IRecordStore.MaxBatch - 2).ToList();
            if (row.ETag is null && rows.Count - ended.Count >= MaxLive)
            {
                return new(false, null, $"There are {MaxLive} holds already: release some, or hold a resource group.");
            }

            try
            {
                await _control.CommitAsync([row.Write(hold), Log(new(hold, Released: false, user, hold.Reason, now)), .. ended.Select(r => r.Remove())], cancellationToken);
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
                continue;
            }

            await _changes.WriteAsync(user, ChangeKinds.Hold, id, row.Value, hold, hold.Reason, cancellationToken);
            var begun = await PauseBarrier.PassAsync(_control, l => hold.Covers(l.Resource, now), new LeasePause(HoldRule.Name, HoldRule.Sentence(hold)), cancellationToken);
            return new(true, null, $"Automation keeps off {id} until {hold.Until:yyyy-MM-dd HH:mm} UTC.{string.Concat(begun.Select(l => $" {l.IncidentId} had begun to change {l.Resource} before: look there first."))}", hold);
        }
    }

    /// <summary>Ends a hold before its time.</summary>
    public async Task<HoldResult> ReleaseAsync(string resource, string user, string? reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        var now = clock.GetUtcNow();
        for (var round = 1; ; round++)
        {
            var row = await _control.ReadAsync<Hold>(ControlPartition.HoldRow(resource.Trim().TrimEnd('/').ToLowerInvariant()), cancellationToken);
            if (row.ETag is null)
            {
                return new(false, "resource", "There is no hold on exactly this resource; see the list.");
            }

            var hold = row.Value ?? new Hold(resource, now, "nobody", "Its record could not be read.", now);
            try
            {
                await _control.CommitAsync([row.Remove(), Log(new(hold, Released: true, user, reason?.Trim() is { Length: > 0 } why ? why : "It is not needed any more.", now))], cancellationToken);
                await _changes.WriteAsync(user, ChangeKinds.Hold, hold.Resource, hold, null, reason, cancellationToken);
                return new(true, null, $"Automation may act on {hold.Resource} again.", hold);
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>The holds that stand now, by their end.</summary>
    public async Task<IReadOnlyList<Hold>> ListAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        return [.. (await _control.HoldsAsync(cancellationToken)).Select(r => r.Value).OfType<Hold>().Where(h => now < h.Until).OrderBy(h => h.Until)];
    }

    /// <summary>The log, oldest first.</summary>
    public async Task<IReadOnlyList<HoldChange>> LogAsync(CancellationToken cancellationToken = default)
    {
        var log = new List<HoldChange>();
        await foreach (var record in store.PrefixAsync(ControlPartition.Name, LogPrefix, cancellationToken))
        {
            log.Add(OpsJson.Read<HoldChange>(record.Body));
        }

        return log;
    }

    /// <summary>Where the log of a moment begins.</summary>
    internal static string LogRow(DateTimeOffset at) => $"{LogPrefix}{at.UtcTicks:D19}";

    private static RecordChange.Upsert Log(HoldChange change) =>
        new($"{LogRow(change.At)}-{(change.Released ? "r" : "p")}-{ControlPartition.HoldRow(change.Hold.Resource)}", OpsJson.Write(change));
}

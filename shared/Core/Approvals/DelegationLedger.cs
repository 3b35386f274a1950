using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks.Approving;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Approvals;

/// <summary>Keeps who decides in whose place, one row a person, and a log of who gave and revoked it.</summary>
public sealed class DelegationLedger(IRecordStore store, Routing routing, ApprovalPolicies policies, TimeProvider clock)
{
    private const string Partition = "delegations";
    private const string StandingPrefix = "now-";
    private const string LogPrefix = "log-";
    private const int MaxRounds = 16;

    private readonly ChangeLedger _changes = new(store, clock);

    /// <summary>Lets another person decide in one's place, or changes whom and until when.</summary>
    /// <param name="from">Who gives it; the authenticated user.</param>
    /// <param name="to">Who shall decide.</param>
    /// <param name="until">When it ends by itself.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<DelegationResult> GiveAsync(string from, string to, DateTimeOffset until, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(from);
        ArgumentNullException.ThrowIfNull(to);
        var now = clock.GetUtcNow();
        var (giver, taker) = (routing.PersonOf(from), routing.PersonOf(to.Trim()));
        if (!routing.Users.Contains(taker, StringComparer.OrdinalIgnoreCase))
        {
            return new(null, "to", $"'{taker}' is nobody in routing.yaml.");
        }

        if (string.Equals(giver, taker, StringComparison.OrdinalIgnoreCase))
        {
            return new(null, "to", "Name another person: you may decide in your own place anyway.");
        }

        if (until <= now || until - now > policies.LongestDelegation)
        {
            return new(null, "until", $"The end must come after now, by at most {policies.LongestDelegation.TotalDays:0.##} days.");
        }

        var delegation = new Delegation(giver, taker, until.ToUniversalTime(), reason, now);
        await WriteAsync(giver, row => row is null ? new RecordChange.Insert(Row(giver), OpsJson.Write(delegation)) : new RecordChange.Replace(Row(giver), OpsJson.Write(delegation), row.ETag), new(delegation, Revoked: false, giver, now), cancellationToken);
        return new(delegation, null, $"{taker} may decide in {giver}'s place until {delegation.Until:yyyy-MM-dd HH:mm} UTC.");
    }

    /// <summary>Ends a delegation before its time. Whoever gave it may, and whoever has it.</summary>
    /// <param name="from">In whose place.</param>
    /// <param name="by">Who revokes it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<DelegationResult> RevokeAsync(string from, string by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(from);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        var (giver, person) = (routing.PersonOf(from), routing.PersonOf(by));
        if ((await ListAsync(cancellationToken)).FirstOrDefault(d => Same(d.From, giver)) is not { } standing)
        {
            return new(null, "from", $"Nobody decides in {giver}'s place.");
        }

        if (!Same(person, giver) && !Same(person, standing.To))
        {
            return new(null, "user", $"Only {giver} and {standing.To} may revoke it.");
        }

        await WriteAsync(giver, row => row is null ? null : new RecordChange.Delete(Row(giver), row.ETag), new(standing, Revoked: true, person, clock.GetUtcNow()), cancellationToken);
        return new(standing, null, $"{standing.To} no longer decides in {giver}'s place.");
    }

    /// <summary>The delegations that stand now, by the person in whose place.</summary>
    public async Task<IReadOnlyList<Delegation>> ListAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        return [.. (await ReadAsync<Delegation>(StandingPrefix, cancellationToken)).Where(d => now < d.Until)];
    }

    /// <summary>The log, oldest first.</summary>
    public Task<IReadOnlyList<DelegationChange>> LogAsync(CancellationToken cancellationToken = default) => ReadAsync<DelegationChange>(LogPrefix, cancellationToken);

    private static string Row(string from) => $"{StandingPrefix}{RowKey.Escape(from.ToLowerInvariant())}";

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string prefix, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        await foreach (var record in store.PrefixAsync(Partition, prefix, cancellationToken))
        {
            found.Add(OpsJson.Read<T>(record.Body));
        }

        return found;
    }

    private async Task WriteAsync(string giver, Func<Record?, RecordChange?> change, DelegationChange log, CancellationToken cancellationToken)
    {
        var line = new RecordChange.Upsert($"{LogPrefix}{log.At.UtcTicks:D19}-{(log.Revoked ? "r" : "g")}-{RowKey.Escape(giver.ToLowerInvariant())}", OpsJson.Write(log));
        for (var round = 1; ; round++)
        {
            var standing = await store.ReadAsync(Partition, Row(giver), cancellationToken);
            var wanted = change(standing);
            if (wanted is null)
            {
                return;
            }

            try
            {
                await store.CommitAsync(Partition, [wanted, line], cancellationToken);
                await _changes.WriteAsync(
                    log.By,
                    ChangeKinds.Delegation,
                    giver,
                    standing is null ? null : OpsJson.Read<Delegation>(standing.Body),
                    log.Revoked ? null : log.Delegation,
                    log.Revoked ? null : log.Delegation.Reason,
                    cancellationToken);
                return;
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// The rows of the <c>control</c> partition, read and written with their versions. A row that cannot be understood is
/// told apart from one that is not there: guardrails refuse then.
/// </summary>
internal sealed class ControlPartition(IRecordStore store)
{
    internal const string Name = "control";
    internal const string KillSwitchRow = "kill-switch";
    internal const string FenceRow = "fence";
    internal const string HourRow = "hour";
    internal const string SpendRow = "spend";
    internal const string LeasePrefix = "lease-";
    internal const string HoldPrefix = "hold-";
    internal const string SettingsPrefix = "settings-";
    internal const string RanPrefix = "ran-";

    private readonly ActionPages _actions = new(store);
    private readonly SpendPages _spend = new(store);
    private readonly LeaseBook _leases = new();

    private const int MaxParsed = 4096;

    // Every check reads breakers, holds and settings, and nearly all are as they were: the same text is not parsed again.
    private readonly ConcurrentDictionary<string, (string Body, object Value)> _parsed = new(StringComparer.Ordinal);

    internal static string HoldRow(string resource) => HoldPrefix + HashOf(resource);

    internal static string BudgetRow(string service) => "budget-" + HashOf(service);

    internal static string BreakerRow(BreakerKind kind, string name) => $"breaker-{(kind == BreakerKind.Playbook ? 'p' : 'a')}-{HashOf(name)}";

    internal static string SettingsRow(string hash) => SettingsPrefix + hash;

    internal static string LeaseRow(string resource) => LeasePrefix + HashOf(resource);

    internal static string RanRow(string resource) => RanPrefix + HashOf(resource);

    internal async Task<ControlRow<T>> ReadAsync<T>(string row, CancellationToken cancellationToken) where T : class =>
        await store.ReadAsync(Name, row, cancellationToken) is { } record ? Parse<T>(record) : new ControlRow<T>(row, null, null, Unreadable: false);

    internal Task<IReadOnlyList<ControlRow<Lease>>> LeasesAsync(CancellationToken cancellationToken) => RowsAsync<Lease>(LeasePrefix, cancellationToken);

    /// <summary>Who holds what while the fence stands as it was read; null when a lease cannot be read.</summary>
    internal async Task<IReadOnlyList<Lease>?> HeldAsync(ControlRow<FenceCounter> fence, CancellationToken cancellationToken)
    {
        if (_leases.Under(fence.Value) is { } known)
        {
            return known;
        }

        var rows = await LeasesAsync(cancellationToken);
        if (rows.Any(r => r.Unreadable))
        {
            return null;
        }

        IReadOnlyList<Lease> leases = [.. rows.Select(r => r.Value!)];
        _leases.Keep(fence.Value, leases);
        return leases;
    }

    /// <summary>Commits what takes or gives back leases, with the fence raised for it.</summary>
    internal async Task CommitAsync(ControlRow<FenceCounter> fence, long last, IEnumerable<string> resources, List<RecordChange> changes, CancellationToken cancellationToken)
    {
        var after = new FenceCounter(last) { Changes = (fence.Value?.Changes ?? 0) + 1 };
        await CommitAsync([fence.Write(after), .. changes], cancellationToken);
        _leases.Written(after, resources, changes);
    }

    internal Task<IReadOnlyList<ControlRow<Hold>>> HoldsAsync(CancellationToken cancellationToken) => RowsAsync<Hold>(HoldPrefix, cancellationToken);

    /// <summary>The actions of the last hours, all pages of them.</summary>
    internal async Task<ControlRow<ActionCount>> ActionsAsync(CancellationToken cancellationToken) =>
        await _actions.WholeAsync(await ReadAsync<ActionCount>(HourRow, cancellationToken), cancellationToken);

    /// <summary>What was added to the bill, all pages of it.</summary>
    internal async Task<ControlRow<SpendBook>> SpendAsync(CancellationToken cancellationToken) =>
        await _spend.WholeAsync(await ReadAsync<SpendBook>(SpendRow, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<ControlRow<T>>> RowsAsync<T>(string prefix, CancellationToken cancellationToken)
        where T : class
    {
        var rows = new List<ControlRow<T>>();
        await foreach (var record in store.PrefixAsync(Name, prefix, cancellationToken))
        {
            rows.Add(Parse<T>(record));
        }

        return rows;
    }

    internal Task CommitAsync(IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken) =>
        store.CommitAsync(Name, changes, cancellationToken);

    internal ControlRow<T> Parse<T>(Record record) where T : class
    {
        if (_parsed.TryGetValue(record.Row, out var known) && known.Value is T same && string.Equals(known.Body, record.Body, StringComparison.Ordinal))
        {
            return new(record.Row, same, record.ETag, Unreadable: false);
        }

        try
        {
            var value = OpsJson.Read<T>(record.Body);
            if (_parsed.Count >= MaxParsed)
            {
                _parsed.Clear();
            }

            _parsed[record.Row] = (record.Body, value);
            return new(record.Row, value, record.ETag, Unreadable: false);
        }
        catch (JsonException)
        {
            return new(record.Row, null, record.ETag, Unreadable: true);
        }
    }

    // ARM ids hold slashes, and may be longer than a row key.
    private static string HashOf(string resource) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resource)))[..32];
}

/// <summary>A row with its version; the value is null when it is absent or unreadable.</summary>
internal sealed record ControlRow<T>(string Row, T? Value, string? ETag, bool Unreadable) where T : class
{
    /// <summary>The value, <paramref name="absent"/> when there is no row, null when it cannot be read.</summary>
    internal T? Or(T absent) => Unreadable ? null : Value ?? absent;

    /// <summary>Writes the row, if it is still what was read.</summary>
    internal RecordChange Write(T value) =>
        ETag is null ? new RecordChange.Insert(Row, OpsJson.Write(value)) : new RecordChange.Replace(Row, OpsJson.Write(value), ETag);

    /// <summary>Deletes the row, if it is still what was read.</summary>
    internal RecordChange Remove() => new RecordChange.Delete(Row, ETag);
}

using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// Who holds what, as this process last saw it. Whatever takes or gives back a lease raises the number of the fence's row in the
/// same batch, so what was read under a number is true for as long as the number stands: of a thousand leases a reservation reads
/// its own. What an operation notes on a lease does not count here; whoever needs that reads the row.
/// </summary>
internal sealed class LeaseBook
{
    private readonly Lock _gate = new();
    private FenceCounter? _under;
    private IReadOnlyList<Lease> _leases = [];

    /// <summary>The leases under a fence, or null when they must be read.</summary>
    internal IReadOnlyList<Lease>? Under(FenceCounter? fence)
    {
        lock (_gate)
        {
            return fence is { Changes: > 0 } && fence == _under ? _leases : null;
        }
    }

    /// <summary>What was read, all of it, after the fence was.</summary>
    internal void Keep(FenceCounter? fence, IReadOnlyList<Lease> leases)
    {
        lock (_gate)
        {
            (_under, _leases) = (fence, leases);
        }
    }

    /// <summary>What was committed: where it follows on what is known here, that need not be read again.</summary>
    /// <param name="fence">The fence as it was written.</param>
    /// <param name="resources">What was taken or given back.</param>
    /// <param name="changes">The batch, with the leases that were written.</param>
    internal void Written(FenceCounter fence, IEnumerable<string> resources, IReadOnlyList<RecordChange> changes)
    {
        var touched = resources.ToHashSet(StringComparer.Ordinal);
        lock (_gate)
        {
            if (_under is { } before && before.Changes + 1 == fence.Changes)
            {
                _leases = [.. _leases.Where(l => !touched.Contains(l.Resource)), .. changes.Select(LeaseOf).OfType<Lease>()];
                _under = fence;
            }
        }
    }

    private static Lease? LeaseOf(RecordChange change) => !change.Row.StartsWith(ControlPartition.LeasePrefix, StringComparison.Ordinal) ? null : change switch
    {
        RecordChange.Insert insert => OpsJson.Read<Lease>(insert.Body),
        RecordChange.Replace replace => OpsJson.Read<Lease>(replace.Body),
        _ => null,
    };
}

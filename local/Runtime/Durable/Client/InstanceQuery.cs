using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Client;

/// <summary>Pages through instances. A continuation token is the key of the last one shown, so it stays good while instances come and go.</summary>
internal static class InstanceQuery
{
    internal static Page<OrchestrationMetadata> Page(DurableStore store, OrchestrationQuery query, string? continuation, int? size)
    {
        var limit = size ?? query.PageSize;
        var rows = Rows(store, query, After(continuation), limit);
        return new Page<OrchestrationMetadata>(
            [.. rows.Select(r => Metadata.Of(r, query.FetchInputsAndOutputs))],
            rows.Count < limit ? null : rows[^1].Id.ToString(CultureInfo.InvariantCulture));
    }

    internal static IEnumerable<InstanceRow> All(DurableStore store, OrchestrationQuery query)
    {
        var after = 0L;
        while (true)
        {
            var rows = Rows(store, query, after, query.PageSize);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < query.PageSize)
            {
                yield break;
            }

            after = rows[^1].Id;
        }
    }

    private static List<InstanceRow> Rows(DurableStore store, OrchestrationQuery query, long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var statuses = query.Statuses is { } wanted ? string.Concat(wanted.Select(static s => $",{(int)s},")) : null;
        return store.Read(db => InstanceSql.Page(
            db,
            after,
            query.InstanceIdPrefix,
            query.CreatedFrom?.UtcTicks ?? 0,
            query.CreatedTo?.UtcTicks ?? long.MaxValue,
            statuses,
            limit));
    }

    private static long After(string? continuation)
    {
        if (string.IsNullOrEmpty(continuation))
        {
            return 0;
        }

        return long.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new ArgumentException($"'{continuation}' is no continuation token of this engine.", nameof(continuation));
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// The actions of the last hours, in pages: the newest stand in the row of the hour, and whenever they are enough for a page
/// they move to a row of their own that never changes. So a reservation writes a few kilobytes however many actions there
/// were, and what this process has read once it need not read again. The version of the hour's row guards all of them.
/// </summary>
internal sealed class ActionPages(IRecordStore store)
{
    /// <summary>Actions of a page.</summary>
    internal const int PageSize = 32;

    // As many actions of before the last hour as a row held when all stood in one. They only make chains longer.
    private const int MaxOlderPages = 10;

    // A reservation of many resources fills most of a batch already; what is left over goes the next time.
    private const int MaxRemoved = 8;
    private const int MaxKnown = 1024;

    private readonly ConcurrentDictionary<string, IReadOnlyList<CountedAction>> _known = new(StringComparer.Ordinal);

    /// <summary>The row with the actions of its pages put before its own; unreadable when a page cannot be read.</summary>
    internal async Task<ControlRow<ActionCount>> WholeAsync(ControlRow<ActionCount> hour, CancellationToken cancellationToken)
    {
        if (hour.Value is not { Pages.Count: > 0 } newest)
        {
            return hour;
        }

        var all = new List<CountedAction>();
        foreach (var page in newest.Pages)
        {
            if (await PageAsync(page.Row, cancellationToken) is not { } actions || actions.Count != page.Count)
            {
                return hour with { Value = null, Unreadable = true };
            }

            all.AddRange(actions);
        }

        return hour with { Value = newest with { Actions = [.. all, .. newest.Actions] } };
    }

    /// <summary>The changes that add an action.</summary>
    /// <param name="hour">The whole row, as it was read.</param>
    /// <param name="action">What is added.</param>
    internal static IEnumerable<RecordChange> Add(ControlRow<ActionCount> hour, CountedAction action)
    {
        var pages = hour.Value?.Pages ?? [];
        List<CountedAction> newest = [.. (hour.Value?.Actions ?? []).Skip(pages.Sum(p => p.Count)).Where(a => action.At - a.At < LoopRule.Memory), action];
        var older = pages.Where(p => action.At - p.Newest >= RunsPerHourRule.Window).ToList();
        var removed = older.Where((p, i) => i < older.Count - MaxOlderPages || action.At - p.Newest >= LoopRule.Memory).Take(MaxRemoved).ToList();
        List<ActionPage> kept = [.. pages.Except(removed)];
        if (newest.Count >= PageSize)
        {
            var body = OpsJson.Write<IReadOnlyList<CountedAction>>(newest);
            var page = new ActionPage(RowOf(body), newest.Count, newest.Max(a => a.At));
            kept.Add(page);
            newest = [];
            yield return new RecordChange.Upsert(page.Row, body);
        }

        yield return hour.Write(new ActionCount(newest) { Pages = kept });
        foreach (var page in removed)
        {
            yield return new RecordChange.Delete(page.Row);
        }
    }

    // Named by what it holds: a page of this name is always the same.
    private static string RowOf(string body) => $"{ControlPartition.HourRow}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..32]}";

    private async Task<IReadOnlyList<CountedAction>?> PageAsync(string row, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(row, out var known))
        {
            return known;
        }

        if (await store.ReadAsync(ControlPartition.Name, row, cancellationToken) is not { } record || RowOf(record.Body) != row)
        {
            return null;
        }

        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        return _known[row] = OpsJson.Read<IReadOnlyList<CountedAction>>(record.Body);
    }
}

using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>The actions of the last hours, in pages.</summary>
internal sealed class ActionPages(IRecordStore store)
{
    /// <summary>Actions of a page.</summary>
    internal const int PageSize = 32;

    // As many actions of before the last hour as a row held when all stood in one. They only make chains longer.
    private const int MaxOlderPages = 10;

    // A reservation of many resources fills most of a batch already; what is left over goes the next time.
    private const int MaxRemoved = 8;

    private readonly RowPages<CountedAction> _pages = new(store, ControlPartition.HourRow);

    /// <summary>The row with the actions of its pages put before its own; unreadable when a page cannot be read.</summary>
    internal async Task<ControlRow<ActionCount>> WholeAsync(ControlRow<ActionCount> hour, CancellationToken cancellationToken) =>
        hour.Value is not { Pages.Count: > 0 } newest ? hour
        : await _pages.ReadAsync(newest.Pages, cancellationToken) is { } earlier ? hour with { Value = newest with { Actions = [.. earlier, .. newest.Actions] } }
        : hour with { Value = null, Unreadable = true };

    /// <summary>The changes that add an action.</summary>
    /// <param name="hour">The whole row, as it was read.</param>
    /// <param name="action">What is added.</param>
    internal static IEnumerable<RecordChange> Add(ControlRow<ActionCount> hour, CountedAction action)
    {
        var pages = hour.Value?.Pages ?? [];
        List<CountedAction> newest = [.. (hour.Value?.Actions ?? []).Skip(pages.Sum(p => p.Count)).Where(a => action.At - a.At < LoopRule.Memory), action];
        var older = pages.Where(p => action.At - p.Newest >= RunsPerHourRule.Window).ToList();
        var removed = older.Where((p, i) => i < older.Count - MaxOlderPages || action.At - p.Newest >= LoopRule.Memory).Take(MaxRemoved).ToList();
        List<RowPage> kept = [.. pages.Except(removed)];
        if (newest.Count >= PageSize)
        {
            var (page, row) = RowPages<CountedAction>.Cut(ControlPartition.HourRow, newest, newest.Max(a => a.At));
            kept.Add(page);
            newest = [];
            yield return row;
        }

        yield return hour.Write(new ActionCount(newest) { Pages = kept });
        foreach (var page in removed)
        {
            yield return new RecordChange.Delete(page.Row);
        }
    }
}

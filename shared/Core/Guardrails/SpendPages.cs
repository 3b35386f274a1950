using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>What was added to the bill in the last day, in pages.</summary>
internal sealed class SpendPages(IRecordStore store)
{
    /// <summary>Entries of a page: should all be written anew, they fit into one batch with the resources of a step.</summary>
    internal const int PageSize = 64;

    private readonly RowPages<SpendEntry> _pages = new(store, ControlPartition.SpendRow);

    /// <summary>The row with the entries of its pages put before its own; unreadable when a page cannot be read.</summary>
    internal async Task<ControlRow<SpendBook>> WholeAsync(ControlRow<SpendBook> spend, CancellationToken cancellationToken) =>
        spend.Value is not { Pages.Count: > 0 } newest ? spend
        : await _pages.ReadAsync(newest.Pages, cancellationToken) is { } earlier ? spend with { Value = newest with { Entries = [.. earlier, .. newest.Entries] } }
        : spend with { Value = null, Unreadable = true };

    /// <summary>The changes that make it another book: pages whose entries are all still there stay, what comes after them is written.</summary>
    /// <param name="spend">The whole row, as it was read.</param>
    /// <param name="after">The book as it is to be.</param>
    internal static IEnumerable<RecordChange> Write(ControlRow<SpendBook> spend, SpendBook after)
    {
        var (before, pages) = (spend.Value?.Entries ?? [], spend.Value?.Pages ?? []);
        var (kept, from, at) = (new List<RowPage>(), 0, 0);
        foreach (var page in pages)
        {
            var there = before.Skip(from).Take(page.Count);
            from += page.Count;
            if (there.SequenceEqual(after.Entries.Skip(at).Take(page.Count)))
            {
                kept.Add(page);
                at += page.Count;
            }
            else if (at > 0)
            {
                break;
            }
        }

        List<SpendEntry> newest = [.. after.Entries.Skip(at)];
        while (newest.Count >= PageSize)
        {
            var full = newest.GetRange(0, PageSize);
            newest.RemoveRange(0, full.Count);
            var (page, row) = RowPages<SpendEntry>.Cut(ControlPartition.SpendRow, full, full.Max(e => e.At));
            if (pages.All(p => p.Row != page.Row))
            {
                yield return row;
            }

            kept.Add(page);
        }

        yield return spend.Write(new SpendBook(newest) { Pages = kept });
        foreach (var page in pages.Where(p => kept.TrueForAll(k => k.Row != p.Row)))
        {
            yield return new RecordChange.Delete(page.Row);
        }
    }
}

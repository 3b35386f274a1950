namespace OpsAutomation.Core.Cost.Ledger;

/// <summary>What an answer of the billing does to what is known.</summary>
/// <param name="Days">Every series that changed, with its days in order.</param>
/// <param name="Notes">What was odd.</param>
/// <param name="Added">Days that were new.</param>
/// <param name="Restated">Days whose amount changed.</param>
public sealed record CostMergeResult(
    IReadOnlyDictionary<SeriesName, IReadOnlyList<CostDay>> Days, IReadOnlyList<CostNote> Notes, int Added, int Restated);

/// <summary>
/// Takes amounts in. The same amount again changes nothing, so a repeated read is harmless; another amount is a revision that
/// stands beside the earlier ones.
/// </summary>
public static class CostMerge
{
    /// <summary>Merges one answer.</summary>
    /// <param name="known">Days of a series as known; called once a series.</param>
    /// <param name="read">The rows of the answer.</param>
    /// <param name="now">When it was read.</param>
    public static CostMergeResult Apply(Func<SeriesName, IReadOnlyList<CostDay>> known, IEnumerable<CostRecord> read, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(read);
        var changed = new Dictionary<SeriesName, IReadOnlyList<CostDay>>();
        var notes = new List<CostNote>();
        var (added, restated) = (0, 0);
        foreach (var series in read.GroupBy(r => r.Key.Series))
        {
            var days = new SortedDictionary<DateOnly, CostDay>(known(series.Key).ToDictionary(d => d.Day));
            var touched = false;
            foreach (var rows in series.GroupBy(r => r.Key.Day).OrderBy(g => g.Key))
            {
                if (Agreed(rows, notes) is not { } row)
                {
                    continue;
                }

                var revision = new CostRevision(row.Amount, row.Currency, now);
                if (!days.TryGetValue(rows.Key, out var day))
                {
                    days[rows.Key] = new CostDay(rows.Key, [revision]);
                    added++;
                    touched = true;
                }
                else if (day.Latest.Amount != row.Amount || day.Latest.Currency != row.Currency)
                {
                    days[rows.Key] = day with { Revisions = [.. day.Revisions, revision] };
                    restated++;
                    touched = true;
                }
            }

            if (touched)
            {
                changed[series.Key] = [.. days.Values];
            }
        }

        return new CostMergeResult(changed, notes, added, restated);
    }

    private static CostRecord? Agreed(IGrouping<DateOnly, CostRecord> rows, List<CostNote> notes)
    {
        var all = rows.ToArray();
        var distinct = all.Distinct().ToArray();
        if (distinct.Length > 1)
        {
            var amounts = string.Join(", ", distinct.Select(d => FormattableString.Invariant($"{d.Amount:0.##} {d.Currency}")));
            notes.Add(new CostNote(CostOddity.ContradictingRows, rows.Key, $"{Name(all[0])}: {amounts} in one answer; none of them was taken."));
            return null;
        }

        if (all.Length > 1)
        {
            notes.Add(new CostNote(CostOddity.DuplicateRow, rows.Key, $"{Name(all[0])}: the same row came {all.Length} times and counts once."));
        }

        return all[0];
    }

    private static string Name(CostRecord row) => $"{row.Key.Series.Dimension} '{row.Key.Series.Value}' on {row.Key.Day:yyyy-MM-dd}";
}

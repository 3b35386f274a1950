using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// Long lists of the control partition, in pages: the newest entries stand in the list's own row, and whenever they are enough
/// for a page they move to a row that never changes. So an addition writes a few kilobytes however long the list is, and what this
/// process has read once it need not read again. The version of the list's row guards all of them.
/// </summary>
internal sealed class RowPages<T>(IRecordStore store, string list)
{
    private const int MaxKnown = 1024;

    private readonly ConcurrentDictionary<string, IReadOnlyList<T>> _known = new(StringComparer.Ordinal);

    /// <summary>The entries of pages, in order; null when one cannot be read.</summary>
    internal async Task<List<T>?> ReadAsync(IReadOnlyList<RowPage> pages, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        foreach (var page in pages)
        {
            if (await ReadAsync(page.Row, cancellationToken) is not { } entries || entries.Count != page.Count)
            {
                return null;
            }

            all.AddRange(entries);
        }

        return all;
    }

    /// <summary>The page of some entries, and the row to be written with it.</summary>
    internal static (RowPage Page, RecordChange Row) Cut(string list, IReadOnlyList<T> entries, DateTimeOffset newest)
    {
        var body = OpsJson.Write(entries);
        var page = new RowPage(RowOf(list, body), entries.Count, newest);
        return (page, new RecordChange.Upsert(page.Row, body));
    }

    // Named by what it holds: a page of this name is always the same.
    private static string RowOf(string list, string body) => $"{list}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..32]}";

    private async Task<IReadOnlyList<T>?> ReadAsync(string row, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(row, out var known))
        {
            return known;
        }

        if (await store.ReadAsync(ControlPartition.Name, row, cancellationToken) is not { } record || RowOf(list, record.Body) != row)
        {
            return null;
        }

        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        return _known[row] = OpsJson.Read<IReadOnlyList<T>>(record.Body);
    }
}

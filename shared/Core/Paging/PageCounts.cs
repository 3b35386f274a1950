using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Paging;

/// <summary>
/// Counts the pages of people by shift, in the partition <c>page-counts</c>, one row a person. A page is counted once however often
/// it is tried.
/// </summary>
public sealed class PageCounts(IRecordStore store)
{
    private const string Partition = "page-counts";
    private const int Rounds = 8;

    /// <summary>Counts a page, unless everybody whom it is for had as many in this shift as they get one by one.</summary>
    /// <param name="routing">The limit, and who is on call when.</param>
    /// <param name="who">Whom the page is for.</param>
    /// <param name="severity">Of the incident.</param>
    /// <param name="page">Names the page.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null where it is told at once; else why it waits, in a sentence.</returns>
    public async Task<string?> WhyHeldAsync(
        Routing routing, IReadOnlyList<string> who, Severity severity, string page, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(routing);
        ArgumentNullException.ThrowIfNull(who);
        if (routing.PageLimit is not { } limit || who.Count == 0)
        {
            return null;
        }

        var held = 0;
        foreach (var person in who)
        {
            held += await CountAsync(person, limit, limit.ShiftOf(person, routing.Schedules, now), severity, page, cancellationToken) ? 0 : 1;
        }

        return held < who.Count ? null : $"{string.Join(", ", who)} had {limit.Most} pages in this shift; what comes now is told together";
    }

    private async Task<bool> CountAsync(string person, PageLimit limit, DateTimeOffset shift, Severity severity, string page, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            var row = RowKey.Escape(person.ToLowerInvariant());
            var record = await store.ReadAsync(Partition, row, cancellationToken);
            var known = record is null ? null : OpsJson.Read<PageCount>(record.Body);
            var count = known is null || known.Shift != shift ? new PageCount(shift, []) : known;
            if (count.Pages.Contains(page, StringComparer.Ordinal))
            {
                return true;
            }

            if (count.Pages.Count >= limit.Most && !limit.Exempt.Contains(severity))
            {
                return false;
            }

            // What is exempt counts too; how many beyond the limit tells nobody anything.
            var body = OpsJson.Write(count with { Pages = [.. count.Pages.TakeLast(limit.Most - 1), page] });
            try
            {
                await store.CommitAsync(Partition, [record is null ? new RecordChange.Insert(row, body) : new RecordChange.Replace(row, body, record.ETag)], cancellationToken);
                return true;
            }
            catch (RecordConflictException) when (round < Rounds)
            {
                // Somebody else counted a page of the same person.
            }
        }
    }

    private sealed record PageCount(DateTimeOffset Shift, IReadOnlyList<string> Pages);
}

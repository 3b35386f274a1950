using System.Globalization;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Paging;

namespace OpsAutomation.Functions.Activities;

/// <summary>Tells what waited, each box in one: the tickets of quiet hours when these end, pages beyond a person's limit as a group.</summary>
public sealed class HeldDesk(NoticeBox box, NoticeDesk notices, IncidentJournal journal, OutboxPump pump, TimeProvider clock)
{
    private const int MostLines = 25;

    // So long a box is tried every minute while no channel takes it; then the record says that nobody was told.
    private static readonly TimeSpan GivesUp = TimeSpan.FromHours(1);

    /// <summary>Tells every box that is due.</summary>
    public async Task TellAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var due in await box.DueAsync(clock.GetUtcNow(), cancellationToken))
        {
            await TellAsync(due, client, cancellationToken);
        }
    }

    private async Task TellAsync(IReadOnlyList<HeldNotice> held, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var files = new List<IncidentFile>();
        foreach (var id in held.Select(h => h.IncidentId).Distinct(StringComparer.Ordinal))
        {
            if (await journal.ReadAsync(id, cancellationToken) is { } file)
            {
                files.Add(file);
            }
        }

        var known = held.Where(h => files.Exists(f => f.Head.Id == h.IncidentId)).ToList();
        var open = files.Where(f => f.Head.Status is not (IncidentStatus.Resolved or IncidentStatus.Closed)).ToList();
        var isPage = held[0].Urgency == Urgency.Page;
        var (channels, delivered, said) = (string.Empty, false, "It was over before it was told.");
        if (known.Count > 0 && (open.Count > 0 || !isPage))
        {
            var lead = (open.Count > 0 ? open : files).OrderBy(f => f.Head.Severity).ThenBy(f => f.Head.OpenedAt).First();
            var round = await notices.TogetherAsync(
                lead, $"held:{held[0].Box}:{held.Min(h => h.Until).UtcTicks}", held[0].Urgency, Headline(held, known), Lines(known, files), cancellationToken);
            (channels, delivered, said) = (string.Join(",", round.Meant.Select(a => a.Channel)), round.Delivered, round.Said);
            if (!delivered && clock.GetUtcNow() < held.Min(h => h.Until) + GivesUp)
            {
                return;
            }
        }

        foreach (var one in known)
        {
            var text = delivered ? $"Told people, with {known.Count - 1} other(s) that waited: {one.Headline}" : $"Told nobody: {said} {one.Headline}";
            await pump.AppendAsync(
                one.IncidentId,
                _ => new NewEntry($"held/{one.Notice}", Actors.Automation, text, new Fact.Notified(one.Kind, channels, delivered, said)),
                client,
                cancellationToken);
        }

        await box.RemoveAsync(held, cancellationToken);
    }

    private static string Headline(IReadOnlyList<HeldNotice> held, List<HeldNotice> known) => HeldNotice.PeopleOf(held[0].Box) is { } people
        ? $"{known.Count} page(s) in one for {people}, who had as many as are told one by one in a shift"
        : $"{known.Count} ticket notice(s) of the quiet hours";

    private static IReadOnlyList<string> Lines(List<HeldNotice> known, List<IncidentFile> files)
    {
        var lines = known.Take(MostLines).Select(h =>
        {
            var head = files.First(f => f.Head.Id == h.IncidentId).Head;
            return string.Create(CultureInfo.InvariantCulture, $"{head.Id} ({head.Severity}, {head.Status}), {h.At:HH:mm} UTC: {h.Headline}");
        });
        return known.Count > MostLines ? [.. lines, $"{known.Count - MostLines} more on the list of incidents."] : [.. lines];
    }
}

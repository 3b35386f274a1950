using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>The incidents of a rehearsal as they are recorded.</summary>
/// <param name="system">The system.</param>
internal sealed class RehearsedIncidents(RehearsedSystem system)
{
    /// <summary>How many there are, as of the last look.</summary>
    public int Count { get; private set; }

    /// <summary>The heads of all.</summary>
    public async Task<IReadOnlyList<Incident>> HeadsAsync()
    {
        var heads = new List<Incident>();
        await foreach (var head in system.Part<IncidentIndex>().RecentAsync(CancellationToken.None))
        {
            heads.Add(head);
        }

        return heads;
    }

    /// <summary>The newest, or null.</summary>
    /// <param name="current">Whether the journal as it is in memory will do.</param>
    public async Task<IncidentFile?> FindNewestAsync(bool current = false)
    {
        var heads = await HeadsAsync();
        Count = heads.Count;
        var journal = system.Part<IncidentJournal>();
        return heads.MaxBy(h => h.OpenedAt) is not { } newest ? null
            : current ? await journal.CurrentAsync(newest.Id) : await journal.ReadAsync(newest.Id);
    }

    /// <summary>The newest.</summary>
    /// <exception cref="RehearsalException">There is none.</exception>
    public async Task<IncidentFile> NewestAsync() => await FindNewestAsync() ?? throw new RehearsalException("There is no incident.");

    /// <summary>Whether an incident waits for a decision that nobody has made.</summary>
    public static bool Asks(IncidentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Head.Status == IncidentStatus.AwaitingApproval
            && file.Facts.OfType<Fact.Asked>().Last() is var asked
            && !file.Facts.OfType<Fact.Decided>().Any(d => d.ApprovalId == asked.ApprovalId);
    }

    /// <summary>The journal as text, for messages.</summary>
    public static string Story(IncidentFile? file) => file is null
        ? "There is no incident."
        : string.Join(Environment.NewLine, file.Entries.Select(e => $"{e.At:HH:mm:ss} {e.Status,-16} {e.Text}"));
}

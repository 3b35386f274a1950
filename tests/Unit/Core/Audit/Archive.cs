using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Retention;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Audit;

/// <summary>Records, anchors and whoever writes and checks them, for tests that break in.</summary>
internal sealed class Archive
{
    private readonly List<Incident> _listed = [];

    public Archive()
    {
        Journal = new IncidentJournal(Store, new Outbox(Store, new DuePointers(Store, Clock)), Clock);
        Changes = new ChangeLedger(Store, Clock);
    }

    public InMemoryRecordStore Store { get; } = new();

    public MemoryAnchorStore Anchors { get; } = new();

    public FakeTimeProvider Clock { get; } = new(Samples.Now);

    public IncidentJournal Journal { get; }

    public ChangeLedger Changes { get; }

    /// <summary>The anchors of two days over two incidents of the first, one of the second, and a change.</summary>
    public static async Task<Archive> OfTwoDaysAsync()
    {
        var archive = new Archive();
        await archive.IncidentAsync("INC-1", 4);
        await archive.IncidentAsync("INC-2", 3);
        await archive.Changes.WriteAsync("ada", ChangeKinds.KillSwitch, "kill-switch", new { On = false }, new { On = true }, "smoke");
        await archive.NextDayAsync();
        await archive.IncidentAsync("INC-3", 2);
        await archive.NextDayAsync();
        return archive;
    }

    public async Task IncidentAsync(string id, int entries, bool closed = false)
    {
        await Journal.OpenAsync(Samples.Seed() with { Id = id, OpenedAt = Clock.GetUtcNow() }, Samples.Opening());
        for (var i = 2; i <= entries; i++)
        {
            await GrowAsync(id, $"n{i}", closed && i == entries);
        }

        await ListAsync(id);
    }

    public Task<AppendResult> GrowAsync(string id, string key, bool close = false) => Journal.AppendAsync(
        id, _ => new NewEntry(key, Actors.System, $"Entry {key}.", new Fact.Noted(key), close ? IncidentStatus.Closed : null));

    // The list as IncidentIndex keeps it.
    public async Task ListAsync(string id)
    {
        var head = (await Journal.HeadAsync(id))!;
        _listed.RemoveAll(h => h.Id == id);
        _listed.Insert(0, head);
        await Store.CommitAsync("ix-recent", [new RecordChange.Upsert($"{DateTimeOffset.MaxValue.UtcTicks - head.OpenedAt.UtcTicks:D19}-{id}", OpsJson.Write(head))]);
    }

    public void Unlist(string id) => _listed.RemoveAll(h => h.Id == id);

    public async Task<IReadOnlyList<Anchor>> NextDayAsync(int days = 1)
    {
        Clock.Advance(TimeSpan.FromDays(days));
        return await AnchorAsync();
    }

    public Task<IReadOnlyList<Anchor>> AnchorAsync() => new AnchorWriter(Store, Anchors, Clock).RunAsync("test", () => _listed.ToAsyncEnumerable());

    public Task<AuditReport> VerifyAsync() => new AuditInspector(Store, Anchors, Changes, Clock).AllAsync(_listed.Select(h => h.Id).ToAsyncEnumerable());

    public Task<int> PurgeAsync() => new IncidentRetention(Store, Anchors, Changes, Clock).RunAsync();

    public async Task<IReadOnlyList<string>> ExportAsync(DateOnly from, DateOnly to) =>
        await new AuditExport(Store, Anchors, Clock).LinesAsync("test", from, to, _listed.Select(h => h.Id).ToAsyncEnumerable()).ToListAsync();

    /// <summary>Writes a row as whoever got hold of the store would.</summary>
    public Task TamperAsync(string chain, string row, Func<string, string> edit) =>
        Store.CommitAsync(ChainReader.Partition(chain), [new RecordChange.Upsert(row, edit(Store.Rows(ChainReader.Partition(chain)).Single(r => r.Row == row).Body))]);

    public async Task DeleteAsync(string chain, Func<string, bool> rows)
    {
        foreach (var row in Store.Rows(ChainReader.Partition(chain)).Where(r => rows(r.Row)).ToArray())
        {
            await Store.CommitAsync(ChainReader.Partition(chain), [new RecordChange.Delete(row.Row)]);
        }
    }

    /// <summary>Writes a whole chain anew, every hash right, with one entry changed: what only an anchor can tell from the truth.</summary>
    public async Task RewriteAsync(string id, Func<JournalEntry, JournalEntry> edit, int keep = int.MaxValue)
    {
        var file = (await Journal.ReadAsync(id))!;
        await DeleteAsync(id, r => r.StartsWith("entry-", StringComparison.Ordinal));
        var previous = AuditChain.Origin;
        foreach (var entry in file.Entries.Take(keep))
        {
            var sealedOne = AuditChain.Seal(edit(entry) with { PreviousHash = previous });
            previous = sealedOne.Hash;
            await Store.CommitAsync(ChainReader.Partition(id), [new RecordChange.Upsert(ChainReader.EntryRow(entry.Sequence), OpsJson.Write(sealedOne))]);
        }

        await Store.CommitAsync(ChainReader.Partition(id), [new RecordChange.Upsert("head", OpsJson.Write(file.Head with { LastSequence = Math.Min(keep, file.Entries.Count), LastHash = previous }))]);
    }
}

using OpsAutomation.Core.Audit;

namespace OpsAutomation.Unit.Core.Audit;

public sealed class AnchorWriterTests
{
    [Fact]
    public async Task An_anchor_covers_what_grew_since_the_last_and_names_it()
    {
        var archive = await Archive.OfTwoDaysAsync();
        var (first, second) = (Read(archive, 24), Read(archive, 25));

        Assert.Equal(["INC-1", "INC-2", "changes"], first.Heads.Select(h => h.Chain).Order(StringComparer.Ordinal));
        Assert.Equal((1, AuditChain.Origin), (first.Number, first.PreviousHash));
        Assert.Equal((2, first.Hash), (second.Number, second.PreviousHash));
        Assert.Equal((await archive.Journal.HeadAsync("INC-3"))!.LastHash, second.Heads.Single(h => h.Chain == "INC-3").Hash);
    }

    [Fact]
    public async Task A_closed_incident_that_did_not_grow_is_not_in_the_next()
    {
        var archive = new Archive();
        await archive.IncidentAsync("INC-1", 3, closed: true);
        await archive.NextDayAsync();
        await archive.NextDayAsync();

        Assert.Single(Read(archive, 24).Heads);
        Assert.Empty(Read(archive, 25).Heads);
    }

    [Fact]
    public async Task Twice_on_a_day_is_once()
    {
        var archive = await Archive.OfTwoDaysAsync();

        Assert.Empty(await archive.AnchorAsync());
        Assert.Equal(2, archive.Anchors.Kept.Count);
    }

    [Fact]
    public async Task Days_on_which_nothing_ran_get_theirs_later()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.IncidentAsync("INC-4", 1);

        var written = await archive.NextDayAsync(days: 4);

        Assert.Equal([26, 27, 28, 29], written.Select(a => a.Day.Day));
        Assert.Contains(written[0].Heads, h => h.Chain == "INC-4");
        Assert.True((await archive.VerifyAsync()).Whole);
    }

    [Fact]
    public async Task Cut_short_after_the_anchor_it_takes_what_it_finds_for_its_own()
    {
        var archive = new Archive();
        await archive.IncidentAsync("INC-1", 2);
        archive.Store.BeforeCommit = (partition, _) => partition == AnchorWriter.Notes ? throw new IOException("cut short") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => archive.NextDayAsync());
        archive.Store.BeforeCommit = null;
        await archive.GrowAsync("INC-1", "between");

        Assert.Single(await archive.AnchorAsync());
        Assert.True((await archive.VerifyAsync()).Whole);
    }

    [Fact]
    public async Task An_anchor_that_somebody_put_there_before_is_refused()
    {
        var archive = new Archive();
        await archive.IncidentAsync("INC-1", 2);
        archive.Anchors.Kept[new DateOnly(2026, 11, 24)] = Anchor.Seal("test", new DateOnly(2026, 11, 24), 1, archive.Clock.GetUtcNow().AddHours(12), AuditChain.Origin, []).Write();

        var refused = await Assert.ThrowsAsync<AnchorRefusedException>(() => archive.NextDayAsync());

        Assert.Contains("leaves out INC-1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_purged_incident_stays_provable_and_the_record_says_what_and_why()
    {
        var archive = new Archive();
        await archive.IncidentAsync("INC-1", 3, closed: true);
        await archive.IncidentAsync("INC-2", 3);
        await archive.NextDayAsync();
        await archive.NextDayAsync(days: 390);
        Assert.Equal(0, await archive.PurgeAsync());
        await archive.NextDayAsync(days: 20);

        Assert.True(await archive.PurgeAsync() > 3);
        archive.Unlist("INC-1");
        await archive.NextDayAsync();

        Assert.DoesNotContain("incident-INC-1", archive.Store.Partitions);
        Assert.Contains("incident-INC-2", archive.Store.Partitions);
        var purge = await archive.Changes.NewestAsync(ChangeKinds.Purged);
        Assert.Equal(("INC-1", 3), (purge!.Subject, (int)purge.Before!["count"]!));
        Assert.Contains("kept for 400 days", purge.Reason, StringComparison.Ordinal);
        var report = await archive.VerifyAsync();
        Assert.True(report.Whole, string.Join(" ", report.Broken));
        Assert.Equal(1, report.Purged);
    }

    [Fact]
    public async Task A_purge_that_was_cut_short_goes_on_and_writes_its_record_once()
    {
        var archive = new Archive();
        await archive.IncidentAsync("INC-1", 3, closed: true);
        await archive.NextDayAsync();
        await archive.NextDayAsync(days: 401);
        archive.Store.BeforeCommit = (partition, changes) => partition == "incident-INC-1" ? throw new IOException("cut short") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(archive.PurgeAsync);
        archive.Store.BeforeCommit = null;
        await archive.DeleteAsync("INC-1", r => r == "entry-000001");

        await archive.PurgeAsync();

        Assert.DoesNotContain("incident-INC-1", archive.Store.Partitions);
        Assert.Single(await archive.Changes.ReadAsync().ToListAsync());
    }

    [Fact]
    public async Task What_no_anchor_has_seen_is_not_purged()
    {
        var archive = new Archive();
        await archive.IncidentAsync("INC-1", 3, closed: true);
        archive.Clock.Advance(TimeSpan.FromDays(500));

        Assert.Equal(0, await archive.PurgeAsync());
    }

    private static Anchor Read(Archive archive, int day) => Anchor.Read(archive.Anchors.Kept[new DateOnly(2026, 11, day)]).Anchor!;
}

using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Unit.Core.Audit;

/// <summary>Whoever gets hold of the records, or of the anchors, and changes what happened, is found.</summary>
public sealed class TamperTests
{
    private static readonly DateOnly First = new(2026, 11, 24);

    [Fact]
    public async Task What_nobody_touched_is_whole()
    {
        var archive = await Archive.OfTwoDaysAsync();

        var report = await archive.VerifyAsync();

        Assert.True(report.Whole, string.Join(" ", report.Broken) + string.Join(" ", report.BrokenAnchors));
        Assert.Equal((3, 9, 1, 2, 0), (report.Incidents, report.Entries, report.Changes, report.Anchors, report.Purged));
        Assert.Equal(First.AddDays(1), report.LastAnchor);
    }

    [Fact]
    public async Task An_edited_entry_is_found()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.TamperAsync("INC-1", "entry-000002", body => body.Replace("Entry n2", "Entry nX", StringComparison.Ordinal));

        await FindsAsync(archive, "INC-1", 2, "changed after it was written");
    }

    [Theory]
    [InlineData("""{"extra":1,""")]
    [InlineData("""{"sequence":2,"sequence":2,""")]
    [InlineData("""{"extra":"\ud800",""")]
    [InlineData("""{"extra":1e999,""")]
    public async Task So_is_a_member_that_our_own_reader_would_not_look_at(string begin)
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.TamperAsync("INC-1", "entry-000002", body => begin + body[1..]);

        Assert.Equal("INC-1", Assert.Single((await archive.VerifyAsync()).Broken).IncidentId);
    }

    [Fact]
    public async Task An_entry_that_was_taken_out_of_the_middle_is_found()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.DeleteAsync("INC-1", r => r == "entry-000002");

        await FindsAsync(archive, "INC-1", 2, "Entry 2 is missing");
    }

    [Fact]
    public async Task Two_entries_that_changed_places_are_found()
    {
        var archive = await Archive.OfTwoDaysAsync();
        var rows = archive.Store.Rows("incident-INC-1").ToDictionary(r => r.Row, r => r.Body, StringComparer.Ordinal);
        await archive.TamperAsync("INC-1", "entry-000002", _ => rows["entry-000003"]);
        await archive.TamperAsync("INC-1", "entry-000003", _ => rows["entry-000002"]);

        await FindsAsync(archive, "INC-1", 2, "3 stands in its place");
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_found_by_the_head()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.DeleteAsync("INC-1", r => r == "entry-000004");

        await FindsAsync(archive, "INC-1", 4, "head names entry 4");
    }

    [Fact]
    public async Task An_end_that_was_cut_off_with_a_head_to_fit_is_found_by_the_anchor()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.RewriteAsync("INC-1", e => e, keep: 3);

        await FindsAsync(archive, "INC-1", 4, "knows 4 entries; 3 are left");
    }

    [Fact]
    public async Task A_chain_that_was_written_anew_with_every_hash_right_is_found_by_the_anchor()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.RewriteAsync("INC-1", e => e.Sequence == 2 ? e with { Actor = "ben" } : e);

        await FindsAsync(archive, "INC-1", 4, "written anew");
    }

    [Fact]
    public async Task The_last_incident_deleted_whole_and_out_of_the_list_is_found_by_the_anchor()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.DeleteAsync("INC-3", _ => true);
        archive.Unlist("INC-3");

        await FindsAsync(archive, "INC-3", 1, "nothing of them is left");
    }

    [Fact]
    public async Task An_incident_that_the_list_knows_and_no_anchor_yet_is_missed_too()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.IncidentAsync("INC-4", 2);
        await archive.DeleteAsync("INC-4", _ => true);

        await FindsAsync(archive, "INC-4", 1, "the list knows it");
    }

    [Fact]
    public async Task A_head_that_was_taken_away_is_found()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.DeleteAsync("INC-1", r => r == "head");

        await FindsAsync(archive, "INC-1", 5, "head is missing");
    }

    [Fact]
    public async Task A_change_of_the_kill_switch_that_was_wiped_out_is_found()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.DeleteAsync(ChangeLedger.Chain, _ => true);

        await FindsAsync(archive, "changes", 1, "nothing of them is left");
    }

    [Fact]
    public async Task What_was_written_since_the_last_anchor_is_no_fault()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.GrowAsync("INC-1", "later");
        await archive.IncidentAsync("INC-4", 2);

        Assert.True((await archive.VerifyAsync()).Whole);
    }

    [Fact]
    public async Task An_edited_anchor_is_found()
    {
        var archive = await Archive.OfTwoDaysAsync();
        archive.Anchors.Kept[First] = archive.Anchors.Kept[First].Replace("INC-2", "INC-9", StringComparison.Ordinal);

        Assert.Contains((await BrokenAnchorsAsync(archive)), b => b.Day == First && b.Reason.Contains("changed after it was written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forged_anchor_is_found_by_the_one_after_it_and_by_the_note_of_it()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.RewriteAsync("INC-1", e => e.Sequence == 2 ? e with { Actor = "ben" } : e);
        var forged = (await archive.Journal.HeadAsync("INC-1"))!;
        Forge(archive, First, a => a.Heads.Select(h => h.Chain == "INC-1" ? h with { Hash = forged.LastHash } : h));
        Forge(archive, First.AddDays(1), a => a.Heads.Select(h => h.Chain == "INC-1" ? h with { Hash = forged.LastHash } : h));

        var broken = await BrokenAnchorsAsync(archive);

        Assert.Contains(broken, b => b.Day == First.AddDays(1) && b.Reason.Contains("names another predecessor", StringComparison.Ordinal));
        Assert.Contains(broken, b => b.Day == First && b.Reason.Contains("another than the one that was written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_anchor_forged_with_a_chain_to_fit_is_found_by_the_note_of_it()
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.RewriteAsync("INC-3", e => e with { Text = "Nothing happened." });
        var forged = (await archive.Journal.HeadAsync("INC-3"))!;
        Forge(archive, First.AddDays(1), a => a.Heads.Select(h => h.Chain == "INC-3" ? h with { Hash = forged.LastHash } : h));

        Assert.Equal(First.AddDays(1), Assert.Single(await BrokenAnchorsAsync(archive)).Day);
    }

    [Fact]
    public async Task An_old_anchor_put_in_the_place_of_a_new_one_is_found()
    {
        var archive = await Archive.OfTwoDaysAsync();
        archive.Anchors.Kept[First.AddDays(1)] = archive.Anchors.Kept[First];

        Assert.Contains(await BrokenAnchorsAsync(archive), b => b.Day == First.AddDays(1) && b.Reason.Contains("put here again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "is number 2, and those before it are gone")]
    [InlineData(1, "1 between them are gone")]
    [InlineData(2, "was written, and is gone")]
    public async Task A_missing_day_is_found_first_middle_or_last(int day, string reason)
    {
        var archive = await Archive.OfTwoDaysAsync();
        await archive.NextDayAsync();
        archive.Anchors.Kept.Remove(First.AddDays(day));

        Assert.Contains(await BrokenAnchorsAsync(archive), b => b.Reason.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Missing_days_are_found_when_the_notes_of_them_went_too()
    {
        var archive = await Archive.OfTwoDaysAsync();
        archive.Anchors.Kept.Clear();
        foreach (var row in archive.Store.Rows(AnchorWriter.Notes).ToArray())
        {
            await archive.Store.CommitAsync(AnchorWriter.Notes, [new RecordChange.Delete(row.Row)]);
        }

        // All of it, on both sides: nothing is left to compare, and the report says that there is no anchor.
        var report = await archive.VerifyAsync();
        Assert.Equal((0, null), (report.Anchors, report.LastAnchor));
    }

    [Fact]
    public async Task A_system_that_stopped_taking_anchors_is_found()
    {
        var archive = await Archive.OfTwoDaysAsync();
        archive.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Contains("No anchor was taken since 2026-11-25", Assert.Single(await BrokenAnchorsAsync(archive)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_that_pretends_to_be_a_purge_is_found()
    {
        var archive = await Archive.OfTwoDaysAsync();
        var head = (await archive.Journal.HeadAsync("INC-1"))!;
        await archive.Changes.WriteAsync("system", ChangeKinds.Purged, "INC-1", new ChainHead("INC-1", head.LastSequence, head.LastHash), null, "Kept long enough.");
        await archive.DeleteAsync("INC-1", _ => true);
        archive.Unlist("INC-1");

        await FindsAsync(archive, "INC-1", 4, "before it was kept for 400 days");
    }

    private static void Forge(Archive archive, DateOnly day, Func<Anchor, IEnumerable<ChainHead>> heads)
    {
        var anchor = Anchor.Read(archive.Anchors.Kept[day]).Anchor!;
        archive.Anchors.Kept[day] = Anchor.Seal(anchor.Environment, anchor.Day, anchor.Number, anchor.TakenAt, anchor.PreviousHash, heads(anchor)).Write();
    }

    private static async Task<IReadOnlyList<BrokenAnchor>> BrokenAnchorsAsync(Archive archive)
    {
        var report = await archive.VerifyAsync();
        Assert.False(report.Whole);
        return report.BrokenAnchors;
    }

    private static async Task FindsAsync(Archive archive, string chain, int sequence, string reason)
    {
        var report = await archive.VerifyAsync();

        Assert.False(report.Whole);
        var check = Assert.Single(report.Broken);
        Assert.Equal((chain, sequence), (check.IncidentId, check.Broken!.Sequence));
        Assert.Contains(reason, check.Broken.Reason, StringComparison.OrdinalIgnoreCase);
    }
}

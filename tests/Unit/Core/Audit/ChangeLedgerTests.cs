using OpsAutomation.Core.Audit;

namespace OpsAutomation.Unit.Core.Audit;

public sealed class ChangeLedgerTests
{
    [Fact]
    public async Task A_change_says_who_what_from_to_and_why()
    {
        var archive = new Archive();

        await archive.Changes.WriteAsync("ada", ChangeKinds.KillSwitch, "kill-switch", new { On = false }, new { On = true }, " smoke ");

        var entry = Assert.Single(await archive.Changes.ReadAsync().ToListAsync());
        Assert.Equal(("ada", "smoke", false, true), (entry.Actor, entry.Reason, (bool)entry.Before!["on"]!, (bool)entry.After!["on"]!));
    }

    [Fact]
    public async Task What_did_not_change_is_not_written()
    {
        var archive = new Archive();

        Assert.Null(await archive.Changes.WriteAsync("ada", ChangeKinds.Hold, "vm", new { Until = 1 }, new { Until = 1 }, "x"));
        Assert.Empty(await archive.Changes.ReadAsync().ToListAsync());
    }

    [Fact]
    public async Task Sixteen_writers_at_once_all_get_a_place_in_one_chain()
    {
        var archive = new Archive();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => archive.Changes.WriteAsync($"u{i}", ChangeKinds.Hold, "vm", null, new { I = i }, "x"))));

        Assert.Null((await new ChainReader(archive.Store).ReadAsync(ChangeLedger.Chain)).Broken);
        Assert.Equal(16, (await archive.Changes.ReadAsync().ToListAsync()).Count);
    }
}

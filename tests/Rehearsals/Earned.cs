using System.Text.Json.Nodes;
using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals;

/// <summary>What a playbook may do on its own is earned, and lost by one bad outcome.</summary>
public sealed class Earned
{
    private const string Playbook = "scale-out-vmss";

    [Fact]
    public async Task After_one_outcome_that_did_not_help_a_playbook_that_acted_alone_asks()
    {
        await using var shop = await Rehearsal.On("shop");
        Assert.Equal("Auto", (string?)(await LevelAsync(shop))["level"]);
        await shop.Azure.SetMetricAsync(RehearsedAzure.Web, RehearsedAzure.Cpu, 95);
        await shop.Fire(Playbooks.ScaleOut);
        var first = await shop.Until(Judged, "judgement");
        Assert.Contains("may only Approve from now on", Rehearsal.Story(first), StringComparison.Ordinal);
        Assert.Contains(await shop.Azure.CardsAsync(), c => c.Contains("may only Approve", StringComparison.Ordinal));
        Assert.Equal("Approve", (string?)(await LevelAsync(shop))["level"]);
        var sent = (await shop.Azure.ChangesAsync()).Count;

        await CloseAsync(shop, first);
        await shop.After(TimeSpan.FromMinutes(30));
        await shop.Fire(Playbooks.ScaleOut);
        var second = await shop.UntilNext(Rehearsal.Asks, "question", first.Head.Id);
        Assert.Contains("has earned Approve", Rehearsal.Story(second), StringComparison.Ordinal);
        Assert.Equal(sent, (await shop.Azure.ChangesAsync()).Count);
    }

    [Fact]
    public async Task A_playbook_that_only_watches_agrees_with_people_who_do_the_same_by_hand()
    {
        await using var shop = await Rehearsal.On("shop", Watching);
        await shop.Fire(Playbooks.ScaleOut);
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("only watches", Rehearsal.Story(incident), StringComparison.Ordinal);
        await shop.After(TimeSpan.FromMinutes(3));
        await shop.Azure.ScaleByHandAsync(RehearsedAzure.Web, 4);
        await shop.After(TimeSpan.FromMinutes(3));
        await CloseAsync(shop, incident);
        await shop.Until(Judged, "comparison");
        Assert.Equal(1, (int?)(await LevelAsync(shop))["agreeing"]);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Fact]
    public async Task A_playbook_that_only_watches_disagrees_with_people_who_do_nothing()
    {
        await using var shop = await Rehearsal.On("shop", Watching);
        await shop.Fire(Playbooks.ScaleOut);
        await CloseAsync(shop, await shop.Until(IncidentStatus.Escalated));
        await shop.Until(Judged, "comparison");
        var level = await LevelAsync(shop);
        Assert.Equal(0, (int?)level["agreeing"]);
        Assert.Equal("Disagreed", (string?)level["verdicts"]![0]!["agreement"]);
    }

    [Fact]
    public async Task What_the_log_does_not_tell_is_no_verdict()
    {
        await using var shop = await Rehearsal.On("shop", Watching);
        await shop.Fire(Playbooks.ScaleOut);
        await CloseAsync(shop, await shop.Until(IncidentStatus.Escalated));
        await shop.Azure.FaultAsync(new { route = "*/providers/microsoft.insights/eventtypes/*", status = 500 });
        var incident = await shop.Until(Judged, "judgement");
        Assert.Contains("says nothing", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Empty((await LevelAsync(shop))["verdicts"]!.AsArray());
    }

    private static RehearsalSettings Watching => new() { Edits = [("playbooks/scale-out-vmss.yaml", "startsAt: auto", "startsAt: shadow")] };

    private static bool Judged(IncidentFile file) => file.Entries.Any(e => e.Key == "judge");

    private static async Task<JsonObject> LevelAsync(Rehearsal shop) =>
        (JsonObject)(await shop.Get("api/autonomy"))["playbooks"]!.AsArray().Single(p => (string?)p!["record"]!["playbook"] == Playbook)!["record"]!;

    private static Task<JsonObject> CloseAsync(Rehearsal shop, IncidentFile file) =>
        shop.Post($"api/incidents/{file.Head.Id}/close", new { user = "ana", reason = "Looked at it." });
}

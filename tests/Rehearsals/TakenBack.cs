using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals;

/// <summary>A person takes back what automation did: exactly what was shown, or nothing.</summary>
public sealed class TakenBack
{
    [Fact]
    public async Task A_person_takes_back_what_was_done_and_hears_that_it_is_as_before()
    {
        await using var shop = await Rehearsal.On("shop");
        var done = await DoneAsync(shop);
        var answer = await UndoAsync(shop, done, await HashAsync(shop, done));
        Assert.True((bool?)answer["recorded"]);
        var incident = await shop.Until(Undone, "end of the undo");
        Assert.Equal(2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Equal(2, shop.Sent.Count);
        await shop.After(TimeSpan.FromMinutes(1));
        Assert.Contains(await shop.Azure.CardsAsync(), c => c.Contains("ana took back scale-out", StringComparison.Ordinal));
        Assert.Equal("ana", incident.Entries.Single(e => e.Fact is Fact.UndoAsked).Actor);
        Assert.Null(AuditChain.Verify(incident.Entries, incident.Head));
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());

        // At its expiry nothing is left to give back.
        await shop.After(TimeSpan.FromHours(3));
        Assert.Equal(2, shop.Sent.Count);
        Assert.Equal(2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    [Fact]
    public async Task What_somebody_changed_meanwhile_is_not_overwritten()
    {
        await using var shop = await Rehearsal.On("shop");
        var done = await DoneAsync(shop);
        var hash = await HashAsync(shop, done);
        await shop.Azure.ScaleByHandAsync(RehearsedAzure.Web, 5);
        var shown = await shop.Get($"api/incidents/{done.Head.Id}/undo");
        Assert.Null(shown["planHash"]);
        Assert.Contains("5", (string?)shown["changes"]![0]!["conflict"], StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<RehearsalException>(() => UndoAsync(shop, done, hash!));
        Assert.Contains("409", refused.Message, StringComparison.Ordinal);
        Assert.Equal(5, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Single(shop.Sent);
    }

    [Fact]
    public async Task What_somebody_changes_in_the_last_moment_is_left_and_a_person_is_paged_with_the_commands_and_the_state_before()
    {
        await using var shop = await Rehearsal.On("shop");
        var done = await DoneAsync(shop);
        var hash = await HashAsync(shop, done);
        shop.BeforeNextChange(() => shop.Azure.ScaleByHandAsync(RehearsedAzure.Web, 5));
        await UndoAsync(shop, done, hash!);
        await shop.Until(f => f.Facts.OfType<Fact.Expiry>().Any(x => x is { Undo: 1, What: Fact.EscalatedTo }), "person");
        await shop.After(TimeSpan.FromMinutes(1));
        Assert.Equal(5, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        var cards = await shop.Azure.CardsAsync();
        var page = cards.FirstOrDefault(c => c.Contains("could not be taken back", StringComparison.Ordinal));
        Assert.True(page is not null, string.Join(Environment.NewLine, cards));
        Assert.Contains("capacity 2", page, StringComparison.Ordinal);
        Assert.Contains("az vmss", page, StringComparison.Ordinal);
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
    }

    [Fact]
    public async Task The_kill_switch_lets_a_persons_undo_pass()
    {
        await using var shop = await Rehearsal.On("shop");
        var done = await DoneAsync(shop);
        await shop.Part<KillSwitch>().SetAsync(on: true, "ben", "Everything stops.");
        await UndoAsync(shop, done, await HashAsync(shop, done));
        await shop.Until(Undone, "end of the undo");
        Assert.Equal(2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    [Fact]
    public async Task A_lock_is_not_passed_and_a_person_is_paged()
    {
        await using var shop = await Rehearsal.On("shop");
        var done = await DoneAsync(shop);
        var hash = await HashAsync(shop, done);
        shop.BeforeNextChange(() => shop.Azure.LockAsync(RehearsedAzure.Web));
        await UndoAsync(shop, done, hash!);
        await shop.Until(f => f.Facts.OfType<Fact.Expiry>().Any(x => x is { Undo: 1, What: Fact.EscalatedTo }), "person");
        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    [Fact]
    public async Task An_undo_that_is_asked_for_twice_is_done_once()
    {
        await using var shop = await Rehearsal.On("shop");
        var done = await DoneAsync(shop);
        var hash = await HashAsync(shop, done);
        await UndoAsync(shop, done, hash);
        await Assert.ThrowsAsync<RehearsalException>(() => UndoAsync(shop, done, hash));
        await shop.Until(Undone, "end of the undo");
        Assert.Equal(2, shop.Sent.Count);
    }

    [Fact]
    public async Task A_kill_at_any_moment_of_an_undo_takes_it_back_once()
    {
        var images = new List<CrashImage>();
        await using var shop = await Rehearsal.On("shop", new RehearsalSettings { KeepImages = true });
        var done = await DoneAsync(shop);
        var hash = await HashAsync(shop, done);
        var before = shop.Images.Count;
        await UndoAsync(shop, done, hash);
        await shop.Until(Undone, "end of the undo");

        // Every third: between any two of the moments that matter lie several.
        images.AddRange(shop.Images.Skip(before).Where((_, i) => i % 3 == 1));
        Assert.NotEmpty(images);
        foreach (var image in images)
        {
            await using var again = await Rehearsal.Resume(image, "shop");
            if (!(await again.NewestAsync()).Facts.OfType<Fact.UndoAsked>().Any())
            {
                continue;
            }

            await again.Until(Undone, $"end of the undo after {image.Moment}");
            Assert.Equal(2, await again.Azure.CapacityAsync(RehearsedAzure.Web));
            Assert.Equal(2, (await again.Azure.ChangesAsync()).Count(c => c.Status < 300));
        }
    }

    [Fact]
    public async Task Two_changes_of_one_resource_go_back_newest_first()
    {
        await using var shop = await Rehearsal.On("shop", TwoSteps);
        await shop.Fire(Playbooks.ScaleOut);
        var done = await shop.Until(IncidentStatus.Closed);
        Assert.Equal(5, await shop.Azure.CapacityAsync(RehearsedAzure.Web));

        var alone = await shop.Get($"api/incidents/{done.Head.Id}/undo?step=scale-out");
        Assert.Contains("5", (string?)alone["changes"]![0]!["conflict"], StringComparison.Ordinal);

        await UndoAsync(shop, done, await HashAsync(shop, done));
        await shop.Until(f => f.Facts.OfType<Fact.Expiry>().Count(x => x is { Undo: 1, What: Fact.Ended }) == 2, "end of the undo");
        Assert.Equal(2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Equal(4, shop.Sent.Count);
    }

    [Fact]
    public async Task What_a_run_still_holds_is_its_own()
    {
        await using var shop = await Rehearsal.On("shop", TwoSteps);
        await shop.Fire(Playbooks.ScaleOut);
        var file = await shop.Until<Fact.Started>();
        await shop.Until(f => f.Facts.OfType<Fact.Polled>().Any(p => p.Outcome == Core.Actions.PollOutcome.Succeeded), "first step");
        var shown = await shop.Get($"api/incidents/{file.Head.Id}/undo");
        Assert.Null(shown["planHash"]);
        Assert.Contains("lease", (string?)shown["changes"]![0]!["conflict"], StringComparison.Ordinal);
        await shop.Until(IncidentStatus.Closed);
        Assert.Equal(5, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    [Fact]
    public async Task What_cannot_be_told_at_the_expiry_is_put_off_and_then_a_person_gets_the_commands_and_the_state_before()
    {
        await using var shop = await Rehearsal.On("shop-falling");
        await DoneAsync(shop);
        await shop.Azure.FailMetricsAsync();
        await shop.Until(f => f.Facts.OfType<Fact.Expiry>().Any(x => x.What is Fact.EscalatedTo), "person");
        await shop.After(TimeSpan.FromMinutes(1));
        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Single(shop.Sent);
        var page = (await shop.Azure.CardsAsync())[^1];
        Assert.Contains("capacity 2", page, StringComparison.Ordinal);
        Assert.Contains("az vmss", page, StringComparison.Ordinal);
    }

    private static RehearsalSettings TwoSteps => new()
    {
        Edits =
        [
            (
                "playbooks/scale-out-vmss.yaml",
                "    onFailure: undo",
                "    onFailure: undo\n  - id: more\n    action: vmss.scale-out\n    with: {add: 1}\n    verify: {after: 2m, every: 1m, within: 15m}\n    timeout: 15m\n    onFailure: undo"),
        ],
    };

    private static bool Undone(IncidentFile file) => file.Facts.OfType<Fact.Expiry>().Any(x => x is { Undo: 1, What: Fact.Ended });

    private static async Task<IncidentFile> DoneAsync(Rehearsal shop)
    {
        await shop.Fire(Playbooks.ScaleOut);
        var file = await shop.Until(IncidentStatus.Closed);
        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        return file;
    }

    private static async Task<string> HashAsync(Rehearsal shop, IncidentFile file) => (string)(await shop.Get($"api/incidents/{file.Head.Id}/undo"))["planHash"]!;

    private static Task<System.Text.Json.Nodes.JsonObject> UndoAsync(Rehearsal shop, IncidentFile file, string hash) =>
        shop.Post($"api/incidents/{file.Head.Id}/undo", new { planHash = hash, user = "ana", reason = "It was no load." });
}

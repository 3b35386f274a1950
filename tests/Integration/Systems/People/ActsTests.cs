using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.People;

/// <summary>What the buttons of a message do, and what scanners, forgers and hasty fingers cannot make them do.</summary>
public sealed class ActsTests : IDisposable
{
    private readonly CatalogCopy _catalog = PagedSystem.Catalog();

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public async Task A_link_shows_a_page_and_changes_nothing_until_its_form_is_sent_once()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);
        var link = await PagedSystem.LinkAsync(system, "Acknowledge");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, (await PagedSystem.OpenAsync(system, link)).Status);
            Assert.Equal(200, (await PagedSystem.OpenAsync(system, link, HttpMethod.Head)).Status);
        }

        Assert.Empty((await system.IncidentAsync(id)).Facts.OfType<Fact.Acknowledged>());
        Assert.Equal(400, (await PagedSystem.SubmitAsync(system, link)).Status);
        Assert.Equal(403, (await PagedSystem.SubmitAsync(system, link, ("user", "ben"), ("antiforgery", "x"))).Status);

        var first = await PagedSystem.SubmitAsync(system, link, ("user", "ben"));
        var second = await PagedSystem.SubmitAsync(system, link, ("user", "ana"));

        Assert.Contains("ben has", first.Body, StringComparison.Ordinal);
        Assert.Contains("a link does its work once", second.Body, StringComparison.Ordinal);
        Assert.Equal(new Fact.Acknowledged("ben", "link"), (await system.IncidentAsync(id)).Facts.OfType<Fact.Acknowledged>().Single());
    }

    [Fact]
    public async Task A_token_serves_its_purpose_alone_and_only_as_it_was_signed()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);
        var link = await PagedSystem.LinkAsync(system, "Stop automation");
        for (var i = link.IndexOf("t=", StringComparison.Ordinal) + 2; i < link.Length; i += 7)
        {
            var forged = $"{link[..i]}{(link[i] == 'A' ? 'B' : 'A')}{link[(i + 1)..]}";
            Assert.Equal(403, (await PagedSystem.OpenAsync(system, forged)).Status);
        }

        // A link of one page is none of the other.
        Assert.Equal(403, (await PagedSystem.OpenAsync(system, link.Replace("/ops/act", "/ops/approve", StringComparison.Ordinal))).Status);
        Assert.Empty((await system.IncidentAsync(id)).Facts.OfType<Fact.Acknowledged>());
    }

    [Fact]
    public async Task A_snooze_holds_pages_until_its_end_and_needs_one()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);

        Assert.Equal(400, (await PagedSystem.ActAsync(system, id, "snooze", "ana")).Status);
        Assert.Equal(400, (await PagedSystem.ActAsync(system, id, "snooze", "ana", ("for", "30d"))).Status);
        Assert.Equal(200, (await PagedSystem.ActAsync(system, id, "snooze", "ana", ("for", "2h"))).Status);
        await system.LetPassAsync(TimeSpan.FromMinutes(119));
        Assert.Single((await system.IncidentAsync(id)).Facts.OfType<Fact.Paged>());

        var file = await system.JournalAsync(id, "the page after the snooze", f => f.Facts.OfType<Fact.Paged>().Count() == 2);
        Assert.Equal((2, 1), (file.Facts.OfType<Fact.Paged>().Last().Page, file.Facts.OfType<Fact.Paged>().Last().Level));
    }

    [Fact]
    public async Task Who_asks_for_the_next_level_gets_it_at_once()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);
        var link = await PagedSystem.LinkAsync(system, "Escalate now");
        Assert.Equal(400, (await PagedSystem.SubmitAsync(system, link, ("user", "ana"))).Status);
        Assert.Equal(200, (await PagedSystem.SubmitAsync(system, link, ("user", "ana"), ("reason", "I need help"))).Status);

        var file = await system.JournalAsync(id, "level 2", f => f.Facts.OfType<Fact.Paged>().Any(p => p.Level == 2));
        Assert.Equal("ana wants the next level told: I need help", file.Facts.OfType<Fact.Paged>().Last().Why);
        Assert.True(file.Entries[^1].At - file.Head.OpenedAt < TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_silence_is_previewed_and_then_hides_what_fires_by_the_same_rule_on_the_same_thing()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);
        await system.IdleAsync();
        var page = (await PagedSystem.OpenAsync(system, await PagedSystem.LinkAsync(system, "Silence"))).Body;
        Assert.Contains("would have hidden", page, StringComparison.Ordinal);

        var preview = await PagedSystem.ActAsync(system, id, "silence", "ana", ("preview", true));
        var made = await PagedSystem.ActAsync(system, id, "silence", "ana", ("for", "2h"));

        Assert.Equal((200, false), (preview.Status, preview.Json["recorded"]!.GetValue<bool>()));
        Assert.Equal((200, true), (made.Status, made.Json["recorded"]!.GetValue<bool>()));
        Assert.Contains("rule = \\u0022shop-batch-odd\\u0022", made.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, (await system.GetAsync("/api/silences")).Status);
    }

    [Fact]
    public async Task A_playbook_that_a_person_wants_is_planned_and_asked_about_and_never_run()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);

        var strange = await PagedSystem.ActAsync(system, id, "playbook", "ben", ("playbook", "scale-out-vmss"));
        Assert.Equal(400, strange.Status);
        var asked = await PagedSystem.ActAsync(system, id, "playbook", "ben", ("playbook", "restart-vm"));
        Assert.Equal(200, asked.Status);
        var planned = asked.Json["message"]!.ToString().Split(' ')[0];

        var file = await system.JournalAsync(planned, "the question", f => f.Facts.OfType<Fact.Asked>().Any() || f.Head.Status is IncidentStatus.Escalated or IncidentStatus.Closed);
        Assert.Equal("restart-vm", file.Head.Playbook);
        Assert.Equal(Core.Playbooks.Autonomy.Approve, file.Facts.OfType<Fact.PlaybookChosen>().Single().Autonomy);
        Assert.Equal(new AskedPlaybook("restart-vm", "ben", id, "as tested"), file.Facts.OfType<Fact.Opened>().Single().Wanted);
        Assert.Empty(await system.ChangesAsync());
    }

    [Fact]
    public async Task Automation_that_a_person_stops_begins_nothing_more_and_its_resource_is_held()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var id = await system.IncidentOfAsync(await system.FireSampleAsync("checkout-errors"));
        await system.JournalAsync(id, "a question", f => f.Head.Status is IncidentStatus.AwaitingApproval or IncidentStatus.Escalated);

        var stopped = await PagedSystem.ActAsync(system, id, "stop", "ben");

        Assert.Equal(200, stopped.Status);
        var file = await system.StatusAsync(id, IncidentStatus.Escalated);
        Assert.Contains(file.Facts, f => f is Fact.EscalatedTo { Reason: "ben stopped automation: as tested" });
        Assert.NotEmpty((await system.GetAsync("/api/holds")).Json["holds"]!.AsArray());
        Assert.Empty(await system.ChangesAsync());
        Assert.Equal(404, (await PagedSystem.ActAsync(system, "none", "stop", "ben")).Status);

        Assert.Equal(200, (await PagedSystem.ActAsync(system, id, "stop", "ben", ("everything", true))).Status);
        Assert.True((await system.GetAsync("/api/kill-switch")).Json["on"]!.GetValue<bool>());
    }
}

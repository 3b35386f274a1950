using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.People;

/// <summary>The ladder on the real engine, in virtual time.</summary>
public sealed class PagingTests : IDisposable
{
    private readonly CatalogCopy _catalog = PagedSystem.Catalog();

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public async Task Unacknowledged_it_goes_to_the_next_level_after_its_time_also_through_a_restart()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);
        await system.LetPassAsync(TimeSpan.FromMinutes(5));
        await system.RestartAsync();

        var file = await system.JournalAsync(id, "level 2", f => f.Facts.OfType<Fact.Paged>().Any(p => p.Level == 2));

        var hands = file.Entries.Where(e => e.Fact is Fact.Paged).ToList();
        Assert.Equal([1, 2], hands.Select(h => ((Fact.Paged)h.Fact).Level));
        Assert.Equal(15, (hands[1].At - hands[0].At).TotalMinutes, 1.0);
        var second = (Fact.Paged)hands[1].Fact;
        Assert.Equal((true, "sort-out", "Nobody acknowledged it within 15 min of level 1."), (second.Delivered, second.Policy, second.Why));
        Assert.Equal(["ana", "ben"], second.Who);
        Assert.Contains("teams", second.Channels, StringComparison.Ordinal);
        Assert.Contains("Paged level 2 of sort-out: ana, ben, by teams.", hands[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_was_down_for_hours_tells_the_next_level_once_and_not_all_at_once()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);
        await system.StopAsync();
        await system.StartLaterAsync(TimeSpan.FromHours(6));

        await system.JournalAsync(id, "level 2", f => f.Facts.OfType<Fact.Paged>().Any(p => p.Level == 2));
        await system.LetPassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal([0, 1], (await system.IncidentAsync(id)).Facts.OfType<Fact.Paged>().Select(p => p.Telling));
    }

    [Fact]
    public async Task Acknowledged_nobody_else_is_paged_until_nobody_touches_it_for_the_time_of_the_policy()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);

        var acknowledged = await PagedSystem.ActAsync(system, id, "acknowledge", "ben");
        var again = await PagedSystem.ActAsync(system, id, "acknowledge", "ben");
        await system.LetPassAsync(TimeSpan.FromHours(3));

        Assert.Equal((true, false), (acknowledged.Json["recorded"]!.GetValue<bool>(), again.Json["recorded"]!.GetValue<bool>()));
        Assert.Single((await system.IncidentAsync(id)).Facts.OfType<Fact.Paged>());
        var file = await system.JournalAsync(id, "the second page", f => f.Facts.OfType<Fact.Paged>().Any(p => p.Page == 2));
        Assert.Contains("ben acknowledged it, and nobody has touched it for 4 h.", file.Facts.OfType<Fact.Paged>().Last().Why, StringComparison.Ordinal);
        Assert.Contains((await system.CardsAsync()).Select(c => c.ToJsonString()), c => c.Contains("ben has it in hand", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Closed_nobody_is_paged_any_more()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);
        await system.PostAsync($"/api/incidents/{id}/close", new JsonObject { ["user"] = "ben", ["reason"] = "disk replaced" });
        await system.LetPassAsync(TimeSpan.FromMinutes(50));

        Assert.Single((await system.IncidentAsync(id)).Facts.OfType<Fact.Paged>());
    }

    [Fact]
    public async Task What_PagerDuty_says_was_acknowledged_there_is_acknowledged_here()
    {
        await using var system = await PagedSystem.StartAsync(_catalog);
        var id = await PagedSystem.PagedAsync(system);
        var now = system.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        string Webhook(string key) => $$"""
            {"event":{"id":"01-{{key}}","event_type":"incident.acknowledged","resource_type":"incident","occurred_at":"{{now}}",
             "agent":{"id":"P1","type":"user_reference","summary":"Ben Brand"},
             "data":{"id":"Q1-{{key}}","type":"incident","number":31,"status":"acknowledged","incident_key":"{{key}}","created_at":"{{now}}","title":"x",
              "service":{"id":"PSHOP","type":"service_reference","summary":"shop-batch"},"urgency":"high"} } }
            """;

        var ids = (await system.PostAlertAsync(System.Text.Encoding.UTF8.GetBytes(Webhook(id)), source: "pagerduty")).Ids;
        await system.DispositionAsync(ids[0]);
        var file = await system.JournalAsync(id, "the acknowledgement", f => f.Facts.OfType<Fact.Acknowledged>().Any());
        Assert.Equal(new Fact.Acknowledged("Ben Brand", "pager"), file.Facts.OfType<Fact.Acknowledged>().Single());

        // One of another system changes nothing here, and holds nothing up.
        var strange = (await system.PostAlertAsync(System.Text.Encoding.UTF8.GetBytes(Webhook("INC-20200101-0123456789")), source: "pagerduty")).Ids;
        await system.DispositionAsync(strange[0]);
        await system.LetPassAsync(TimeSpan.FromHours(1));
        Assert.Single((await system.IncidentAsync(id)).Facts.OfType<Fact.Paged>());
    }

    [Fact]
    public async Task Tickets_of_quiet_hours_wait_and_come_as_one_digest_while_pages_do_not()
    {
        using var catalog = new CatalogCopy().Replace(
            "routing.yaml", "pageLimit:\n", "quietHours: { timeZone: UTC, from: \"08:00\", to: \"10:00\" }\npageLimit:\n");
        await using var system = await PagedSystem.StartAsync(catalog);
        var before = (await system.CardsAsync()).Count;
        var id = await system.IncidentOfAsync(await system.FireSampleAsync("unknown-signal"));
        var file = await system.JournalAsync(id, "the wait", f => f.Facts.OfType<Fact.NoticeHeld>().Any());
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero), file.Facts.OfType<Fact.NoticeHeld>().Single().Until);
        Assert.Equal(before, (await system.CardsAsync()).Count);

        file = await system.JournalAsync(id, "the digest", f => f.Facts.OfType<Fact.Notified>().Any(n => n.Delivered));

        Assert.True(file.Entries[^1].At >= new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        Assert.Contains((await system.CardsAsync()).Select(c => c.ToJsonString()), c => c.Contains("ticket notice(s) of the quiet hours", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Beyond_the_limit_of_a_shift_pages_are_told_in_one()
    {
        _catalog.Replace("routing.yaml", "  most: 8\n", "  most: 1\n");
        await using var system = await PagedSystem.StartAsync(_catalog);
        await PagedSystem.PagedAsync(system);
        var second = await PagedSystem.OpenedAsync(system, "vm-unlisted");
        var file = await system.JournalAsync(second, "the wait", f => f.Facts.OfType<Fact.NoticeHeld>().Any());
        var held = file.Facts.OfType<Fact.NoticeHeld>().Single();
        Assert.Equal(("pages:ana", "ana had 1 pages in this shift; what comes now is told together"), (held.Box, held.Why));

        // Told together, it is a page like any other: its first level was told, and the next follows.
        file = await system.JournalAsync(second, "the group", f => f.Facts.OfType<Fact.Paged>().Any());
        Assert.True(file.Entries.First(e => e.Fact is Fact.Notified).At >= held.Until);
        Assert.Contains((await system.CardsAsync()).Select(c => c.ToJsonString()), c => c.Contains("1 page(s) in one for ana", StringComparison.Ordinal));
        await system.JournalAsync(second, "level 2", f => f.Facts.OfType<Fact.Paged>().Any(p => p.Level == 2));
    }
}

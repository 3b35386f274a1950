using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Approvals;

public sealed class DecisionTests
{
    [Fact]
    public async Task Thirty_two_posts_at_once_are_one_decision_and_one_restart()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var system = waiting.Driver;
        var forms = new List<Dictionary<string, string>>();
        foreach (var user in new[] { "ana", "ben", "maria", "ana" })
        {
            forms.Add(await waiting.Person.FillAsync(waiting.Link, user, user == "maria" ? "reject" : "approve"));
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => waiting.Person.SendAsync(forms[i % 2])));
        Assert.All(answers, a => Assert.Equal(200, a.Status));
        var file = await system.StatusAsync(waiting.Id, IncidentStatus.Closed, IncidentStatus.Escalated, IncidentStatus.Failed);

        // A no counts until something is begun, and not after.
        var late = await waiting.Person.SendAsync(forms[2]);

        var decision = Assert.Single(file.Facts.OfType<Fact.Decided>());
        Assert.Equal((IncidentStatus.Closed, DecisionOutcome.Approved), (file.Head.Status, decision.Outcome));
        Assert.EndsWith("/restart", Assert.Single(await system.ChangesAsync()), StringComparison.Ordinal);
        Assert.Contains(decision.By, late.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", late.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_post_shows_the_recorded_decision_and_does_nothing()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var system = waiting.Driver;
        var form = await waiting.Person.FillAsync(waiting.Link, "ben");
        await waiting.Person.SendAsync(form);
        await system.StatusAsync(waiting.Id, IncidentStatus.Closed);
        var entries = await ByBen();

        var second = await waiting.Person.SendAsync(form);
        var byApi = await waiting.Person.DecideByApiAsync(waiting.Id, "ben", token: waiting.Token);

        Assert.Equal(200, second.Status);
        Assert.Contains("ben", second.Body, StringComparison.Ordinal);
        Assert.Equal((200, false), (byApi.Status, byApi.Json["recorded"]!.GetValue<bool>()));
        Assert.Equal(entries, await ByBen());
        Assert.Single(await system.ChangesAsync());

        // Automation may still be judging the run.
        async Task<int> ByBen() => (await system.IncidentAsync(waiting.Id)).Entries.Count(e => e.Actor == "ben");
    }

    [Fact]
    public async Task Two_people_must_approve_where_two_are_asked_and_each_counts_once()
    {
        using var catalog = new CatalogCopy()
            .Replace("playbooks/restart-web-app.yaml", "quorum: 1", "quorum: 2")
            .Replace("routing.yaml", "  - maria", "  - maria\n  - zoe");
        var waiting = await WaitingIncident.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        await using var system = waiting.Driver;

        var outsider = await waiting.Person.SendAsync(await waiting.Person.FillAsync(waiting.Link, "zoe"));
        Assert.Equal(403, outsider.Status);
        Assert.Contains("zoe is not among", outsider.Body, StringComparison.Ordinal);
        Assert.Equal(403, (await waiting.Person.DecideByApiAsync(waiting.Id, "zoe")).Status);

        var ana = await waiting.Person.FillAsync(waiting.Link);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => waiting.Person.SendAsync(ana)));
        await system.LetPassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(IncidentStatus.AwaitingApproval, (await system.IncidentAsync(waiting.Id)).Head.Status);
        Assert.Empty(await system.ChangesAsync());

        await waiting.Person.DecideAsync(waiting.Id, "ben");
        var file = await system.StatusAsync(waiting.Id, IncidentStatus.Closed, IncidentStatus.Escalated);

        Assert.Equal(["ana", "ben"], file.Facts.OfType<Fact.Decided>().Select(d => d.By));
        Assert.Single(await system.ChangesAsync());
    }

    [Fact]
    public async Task A_rejected_plan_goes_to_a_person_and_changes_nothing()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var system = waiting.Driver;

        var answer = await waiting.Person.DecideByApiAsync(waiting.Id, "maria", "reject", "A deployment is running.");
        var file = await system.StatusAsync(waiting.Id, IncidentStatus.Escalated, IncidentStatus.Closed);

        Assert.Equal((200, true), (answer.Status, answer.Json["recorded"]!.GetValue<bool>()));
        Assert.Equal(IncidentStatus.Escalated, file.Head.Status);
        Assert.Contains("A deployment is running.", file.Facts.OfType<Fact.EscalatedTo>().Single().Reason, StringComparison.Ordinal);
        await system.LetPassAsync(TimeSpan.FromHours(1));
        Assert.Empty(await system.ChangesAsync());
    }

    [Fact]
    public async Task A_request_that_nobody_answers_times_out_and_goes_to_a_person()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var system = waiting.Driver;
        var form = await waiting.Person.FillAsync(waiting.Link);
        var deadline = (await system.IncidentAsync(waiting.Id)).Facts.OfType<Fact.Asked>().Single().Deadline;

        var file = await system.StatusAsync(waiting.Id, IncidentStatus.Escalated, IncidentStatus.Closed);

        Assert.Equal(IncidentStatus.Escalated, file.Head.Status);
        Assert.Equal(DecisionOutcome.TimedOut, file.Facts.OfType<Fact.Decided>().Single().Outcome);
        Assert.InRange(system.Clock.GetUtcNow() - deadline, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.Equal(200, (await waiting.Person.SendAsync(form)).Status);
        Assert.DoesNotContain((await system.IncidentAsync(waiting.Id)).Facts.OfType<Fact.Decided>(), d => d.Outcome == DecisionOutcome.Approved);
        Assert.Empty(await system.ChangesAsync());
    }

    [Fact]
    public async Task A_target_that_changed_after_it_was_shown_voids_the_approval_and_people_are_asked_again()
    {
        using var catalog = new CatalogCopy()
            .Replace("playbooks/scale-out-vmss.yaml", "autonomy: auto", "autonomy: approve")
            .Replace("playbooks/scale-out-vmss.yaml", "startsAt: auto", "startsAt: approve")
            .Replace("playbooks/scale-out-vmss.yaml", "    verify:", "    approval:\n      approvers: [maria]\n      deadline: 30m\n      quorum: 1\n    verify:");
        var waiting = await WaitingIncident.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder }, "cpu-high");
        await using var system = waiting.Driver;

        var changed = await system.AzureAsync("PATCH", $"{AzureAlerts.WebTier}?api-version=2024-07-01", new JsonObject { ["sku"] = new JsonObject { ["capacity"] = 1 } });
        Assert.InRange(changed.Status, 200, 202);
        await system.LetPassAsync(TimeSpan.FromMinutes(3));
        await waiting.Person.DecideAsync(waiting.Id, "maria");
        var again = await system.JournalAsync(waiting.Id, "people are asked again", f =>
            f.Head.Status is IncidentStatus.Escalated or IncidentStatus.Closed || f.Facts.OfType<Fact.Notified>().Count(n => n.Notice == "ApprovalNeeded") == 2);

        Assert.Equal([DecisionOutcome.Approved, DecisionOutcome.Voided], again.Facts.OfType<Fact.Decided>().Select(d => d.Outcome));
        var asked = again.Facts.OfType<Fact.Asked>().ToList();
        Assert.Equal(2, asked.Count);
        Assert.NotEqual(asked[0].PlanHash, asked[1].PlanHash);
        Assert.Empty(await system.ChangesAsync());
        Assert.Equal(2, (await system.CardsAsync()).Count);

        // The old link shows what became of it and decides nothing about the new plan.
        var old = await waiting.Person.OpenAsync(waiting.Link);
        Assert.Equal(200, old.Status);
        Assert.DoesNotContain("<form", old.Body, StringComparison.Ordinal);

        await waiting.Person.DecideAsync(waiting.Id, "maria");
        var file = await system.StatusAsync(waiting.Id, IncidentStatus.Closed, IncidentStatus.Escalated, IncidentStatus.Failed);
        Assert.Equal(IncidentStatus.Closed, file.Head.Status);
        Assert.Equal(3, (await system.AzureAsync("GET", $"{AzureAlerts.WebTier}?api-version=2024-07-01")).Json["sku"]!["capacity"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_site_that_somebody_stopped_meanwhile_is_not_started_by_an_old_approval()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var system = waiting.Driver;
        Assert.Equal(200, (await system.AzureAsync("POST", $"{AzureAlerts.Checkout}/stop?api-version=2023-12-01")).Status);

        await waiting.Person.DecideAsync(waiting.Id);
        var file = await system.StatusAsync(waiting.Id, IncidentStatus.Escalated, IncidentStatus.Closed);

        Assert.Equal(IncidentStatus.Escalated, file.Head.Status);
        Assert.Empty(await system.ChangesAsync());
    }
}

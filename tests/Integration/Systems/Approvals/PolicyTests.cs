using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Approvals;

/// <summary>Levels, reminders, deadlines, delegations and windows, on the real engine.</summary>
public sealed class PolicyTests
{
    private const string Approval = "playbooks/restart-web-app.yaml";

    [Fact]
    public async Task A_deadline_that_passed_while_we_were_down_is_a_timeout()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var system = waiting.Driver;
        var asked = (await system.IncidentAsync(waiting.Id)).Facts.OfType<Fact.Asked>().Single();
        await system.StopAsync();
        await system.StartLaterAsync(asked.Deadline - LocalSystemDriver.Morning + TimeSpan.FromHours(2));
        var late = await waiting.Person.DecideByApiAsync(waiting.Id, "ana", token: waiting.Token);
        var file = await system.StatusAsync(waiting.Id, IncidentStatus.Escalated, IncidentStatus.Closed);

        Assert.Equal((200, false), (late.Status, late.Json["recorded"]!.GetValue<bool>()));
        Assert.Equal((IncidentStatus.Escalated, DecisionOutcome.TimedOut), (file.Head.Status, file.Facts.OfType<Fact.Decided>().Single().Outcome));
        Assert.Empty(await system.ChangesAsync());

        // What came due while nobody was there to send it is not sent after the end.
        Assert.DoesNotContain(file.Entries, e => ApprovalNotices.IsReminder(e.Key));
    }

    [Fact]
    public async Task Whoever_has_not_answered_is_reminded_and_then_the_next_level_is_asked()
    {
        using var catalog = new CatalogCopy()
            .Replace(Approval, "      quorum: 1", "      quorum: 2\n      remindBefore: 5m\n      escalation:\n        - after: 10m\n          approvers: [zoe]")
            .Replace("routing.yaml", "  - maria", "  - maria\n  - zoe");
        var waiting = await WaitingIncident.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        await using var system = waiting.Driver;
        await waiting.Person.DecideByApiAsync(waiting.Id, "ana");
        Assert.Equal(403, (await waiting.Person.DecideByApiAsync(waiting.Id, "zoe")).Status);

        await system.LetPassAsync(TimeSpan.FromMinutes(27));
        var shown = (await system.GetAsync($"/api/approvals/{waiting.Id}")).Json;
        var cards = (await system.CardsAsync()).Select(c => c.ToJsonString()).ToList();

        Assert.Contains(cards, c => c.Contains("Nobody has decided, so zoe may, too", StringComparison.Ordinal));
        Assert.Contains(cards, c => c.Contains("Reminder for ben, maria, zoe", StringComparison.Ordinal));
        Assert.Equal((1, 2), (shown["approvals"]!.GetValue<int>(), shown["quorum"]!.GetValue<int>()));
        Assert.Equal(["role:on-call", "maria", "zoe"], shown["approvers"]!.AsArray().Select(a => a!.GetValue<string>()));
        Assert.Contains("a person is called", shown["whenNobodyDecides"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(200, (await waiting.Person.DecideByApiAsync(waiting.Id, "zoe")).Status);
        Assert.Equal(IncidentStatus.Closed, (await system.StatusAsync(waiting.Id, IncidentStatus.Closed, IncidentStatus.Escalated)).Head.Status);
    }

    [Fact]
    public async Task A_delegate_approves_and_the_timeline_says_in_whose_place()
    {
        using var catalog = new CatalogCopy().Replace("routing.yaml", "  - maria", "  - maria\n  - zoe");
        var waiting = await WaitingIncident.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        await using var system = waiting.Driver;
        const string path = "/api/approvals/people/delegations";
        Assert.Equal((400, "until"), Field(await system.PostAsync(path, new JsonObject { ["to"] = "zoe", ["for"] = "100d", ["reason"] = "Leave.", ["user"] = "ana" })));
        Assert.Equal((400, "to"), Field(await system.PostAsync(path, new JsonObject { ["to"] = "mallory", ["for"] = "1d", ["reason"] = "Leave.", ["user"] = "ana" })));
        Assert.Equal(401, (await system.PostAsync(path, new JsonObject { ["to"] = "zoe", ["for"] = "1d", ["reason"] = "Leave.", ["user"] = "mallory" })).Status);
        Assert.Equal(200, (await system.PostAsync(path, new JsonObject { ["to"] = "zoe", ["for"] = "1d", ["reason"] = "Leave.", ["user"] = "ana" })).Status);
        Assert.Equal("zoe", (await system.GetAsync(path)).Json["delegations"]![0]!["to"]!.GetValue<string>());
        Assert.Equal(403, (await system.PostAsync($"{path}/revoke", new JsonObject { ["from"] = "ana", ["user"] = "ben" })).Status);

        Assert.Equal(200, (await waiting.Person.DecideByApiAsync(waiting.Id, "zoe")).Status);
        var file = await system.StatusAsync(waiting.Id, IncidentStatus.Closed);

        Assert.Contains(file.Entries, e => e.Text.StartsWith("zoe approved step restart in the place of ana", StringComparison.Ordinal));
        Assert.Equal(200, (await system.PostAsync($"{path}/revoke", new JsonObject { ["user"] = "ana" })).Status);
        Assert.Empty((await system.GetAsync(path)).Json["delegations"]!.AsArray());
    }

    [Fact]
    public async Task Questions_to_the_same_people_are_answered_as_one_and_each_alone_still_can_be()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var system = waiting.Driver;
        var second = await system.IncidentOfAsync(await system.FireSampleAsync("vm-unavailable"));
        await system.StatusAsync(second, IncidentStatus.AwaitingApproval);

        var list = (await system.GetAsync("/api/approvals")).Json;
        var group = Assert.Single(list["groups"]!.AsArray())!;
        var tokens = list["approvals"]!.AsArray().Select(a => a!["token"]!.GetValue<string>()).ToArray();
        Assert.Equal(2, tokens.Length);
        JsonObject Body(params string[] ofThese) => new()
        {
            ["tokens"] = new JsonArray([.. ofThese.Select(t => JsonValue.Create(t))]),
            ["user"] = "ben",
            ["decision"] = "approve",
            ["reason"] = "Both are what the runbook says.",
        };
        var path = $"/api/approvals/groups/{group["hash"]!.GetValue<string>()}";
        Assert.Equal((400, "tokens"), Field(await system.PostAsync(path, Body(tokens[0]))));
        Assert.Equal((403, "tokens"), Field(await system.PostAsync(path.Replace(path[^8..], "00000000", StringComparison.Ordinal), Body(tokens))));

        var answer = await system.PostAsync(path, Body(tokens));
        Assert.True(answer.Json["recorded"]!.GetValue<bool>(), answer.Body);
        var again = await system.PostAsync(path, Body(tokens));
        Assert.False(again.Json["recorded"]!.GetValue<bool>());

        foreach (var id in new[] { waiting.Id, second })
        {
            var decided = (await system.IncidentAsync(id)).Facts.OfType<Fact.Decided>().Single(d => d.By == "ben");
            Assert.Equal(group["hash"]!.GetValue<string>(), decided.Group);
        }
    }

    [Fact]
    public async Task A_window_that_cannot_be_and_words_that_do_not_fit_are_told()
    {
        var waiting = await WaitingIncident.StartAsync();
        await using var system = waiting.Driver;
        JsonObject Body(string decision) => new() { ["token"] = waiting.Token, ["user"] = "ana", ["decision"] = decision, ["reason"] = "r" };
        var path = $"/api/approvals/{waiting.Id}";
        var window = Body("approve");
        window["window"] = "tonight";
        var instruction = Body("approve");
        instruction["instruction"] = "Do something else.";

        Assert.Equal((400, "window"), Field(await system.PostAsync(path, window)));
        Assert.Equal(403, (await system.PostAsync(path, instruction)).Status);
        Assert.Equal(403, (await system.PostAsync(path, Body("withdraw"))).Status);
        Assert.Empty((await system.IncidentAsync(waiting.Id)).Facts.OfType<Fact.Decided>());
    }

    private static (int Status, string? Field) Field(Answer answer) => (answer.Status, answer.Field);
}

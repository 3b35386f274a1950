using System.Text.Json.Nodes;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Calendars;

public sealed class SilencesApiTests
{
    [Fact]
    public async Task A_preview_tells_what_would_have_been_hidden_and_makes_nothing()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await system.DispositionAsync(await system.FireSampleAsync("cpu-high"));
        var checkout = (await system.FireAsync(AzureAlerts.CheckoutErrors(system.Clock.GetUtcNow()).ToJsonString()))[0];
        await system.DispositionAsync(checkout);
        await system.IdleAsync();

        var one = await system.PostAsync("/api/silences/preview", new JsonObject { ["matchers"] = new JsonArray("rule = checkout-5xx") });
        var both = await system.PostAsync("/api/silences/preview", new JsonObject { ["matchers"] = new JsonArray("source = azure-monitor", "severity <= Sev2") });

        Assert.Equal((200, 1, 1, true), (one.Status, Number(one, "hidden"), Number(one, "opened"), one.Json["complete"]!.GetValue<bool>()));
        Assert.Equal($"/ops/alerts/{checkout}", one.Json["alerts"]![0]!["link"]!.GetValue<string>());
        Assert.Equal(("checkout-5xx", 1), (one.Json["byRule"]![0]!["name"]!.GetValue<string>(), one.Json["byRule"]![0]!["count"]!.GetValue<int>()));
        Assert.Equal(2, Number(both, "hidden"));
        Assert.Empty((await system.GetAsync("/api/silences")).Json["silences"]!.AsArray());
    }

    [Fact]
    public async Task A_silence_is_made_with_a_preview_listed_and_cancelled_each_by_somebody()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await system.DispositionAsync(await system.FireSampleAsync("cpu-high"));
        await system.IdleAsync();

        var made = await system.PostAsync("/api/silences", Request());
        var again = await system.PostAsync("/api/silences", Request());

        Assert.Equal((200, 200), (made.Status, again.Status));
        Assert.Equal((true, false), (made.Json["created"]!.GetValue<bool>(), again.Json["created"]!.GetValue<bool>()));
        Assert.Equal(1, made.Json["preview"]!["hidden"]!.GetValue<int>());
        var id = made.Json["silence"]!["id"]!.GetValue<string>();
        var list = (await system.GetAsync("/api/silences")).Json;
        Assert.Equal(id, Assert.Single(list["silences"]!.AsArray())!["id"]!.GetValue<string>());
        Assert.Equal($"silence {id} by ana until 2026-11-24 11:00 UTC: deploying", list["active"]![0]!["text"]!.GetValue<string>());

        await system.AdvanceAsync(TimeSpan.FromMinutes(5));
        var cancelled = await system.PostAsync($"/api/silences/{id}/cancel", new JsonObject { ["user"] = "ben", ["reason"] = "done" });
        var twice = await system.PostAsync($"/api/silences/{id}/cancel", new JsonObject { ["user"] = "maria", ["reason"] = "done" });

        Assert.Equal((true, false), (cancelled.Json["cancelled"]!.GetValue<bool>(), twice.Json["cancelled"]!.GetValue<bool>()));
        Assert.Equal("ben", twice.Json["silence"]!["cancelledBy"]!.GetValue<string>());
        Assert.Empty((await system.GetAsync("/api/silences")).Json["active"]!.AsArray());
        Assert.Equal(404, (await system.PostAsync("/api/silences/none/cancel", new JsonObject { ["user"] = "ben", ["reason"] = "x" })).Status);
    }

    [Theory]
    [InlineData("user", null, 401, "user")]
    [InlineData("user", "mallory", 401, "user")]
    [InlineData("reason", null, 400, "reason")]
    [InlineData("for", null, 400, "endsAt")]
    [InlineData("for", "31d", 400, "for")]
    [InlineData("matchers", "servce = x", 400, "matchers[0]")]
    [InlineData("matchers", "service =~ \".*\"", 400, "matchers")]
    [InlineData("id", "../x", 400, "id")]
    public async Task A_request_that_is_wrong_makes_nothing_and_names_the_field(string field, string? value, int status, string named)
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var request = Request();
        request[field] = field == "matchers" ? new JsonArray(value) : value;

        var answer = await system.PostAsync("/api/silences", request);

        Assert.Equal((status, named), (answer.Status, answer.Field));
        Assert.Empty(await system.Service<SilenceLedger>().LiveAsync(system.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_silence_survives_a_restart()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await system.PostAsync("/api/silences", Request());

        await system.RestartAsync();

        Assert.Single((await system.GetAsync("/api/silences")).Json["active"]!.AsArray());
    }

    [Fact]
    public async Task Every_alert_stands_in_the_list_of_its_hour_with_what_became_of_it()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var id = await system.FireSampleAsync("cpu-high");
        var disposition = await system.DispositionAsync(id);
        await system.IdleAsync();

        var now = system.Clock.GetUtcNow();
        var rows = new List<RecentAlert>();
        await foreach (var row in system.Service<RecentAlerts>().NewestFirstAsync(now.AddHours(-1), now.AddTicks(1)))
        {
            rows.Add(row);
        }

        var only = Assert.Single(rows);
        Assert.Equal((id, disposition.Kind, disposition.IncidentId), (only.Alert.Id, only.Kind, only.IncidentId));
    }

    private static int Number(Answer answer, string name) => answer.Json[name]!.GetValue<int>();

    private static JsonObject Request() => new()
    {
        ["matchers"] = new JsonArray("source = azure-monitor", "rule =~ \".*-cpu-.*\""),
        ["for"] = "2h",
        ["reason"] = "deploying",
        ["user"] = "ana",
    };
}

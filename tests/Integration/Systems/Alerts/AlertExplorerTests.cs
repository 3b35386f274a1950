using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Retention;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Alerts;

/// <summary>Alerts are found and explained: by the API, on the pages, over the real store.</summary>
public sealed class AlertExplorerTests
{
    [Fact]
    public async Task An_alert_is_found_by_each_of_its_properties_and_pages_join_up()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var cpu = await system.FireSampleAsync("cpu-high");
        await system.DispositionAsync(cpu);
        var checkout = await system.FireSampleAsync("checkout-errors");
        var incident = await system.IncidentOfAsync(checkout);
        await system.IdleAsync();

        var all = await FindAsync(system, string.Empty);
        var row = all["alerts"]!.AsArray().Single(a => Text(a, "id") == checkout)!;
        Assert.Equal((true, 2), (all["complete"]!.GetValue<bool>(), all["scanned"]!.GetValue<int>()));
        foreach (var search in new[]
        {
            $"fingerprint={Text(row, "fingerprint")}", $"rule={Text(row, "rule")}", $"resource={Text(row, "resource")}", $"incident={incident}",
            $"text={Uri.EscapeDataString(Text(row, "summary")[..12])}",
        })
        {
            Assert.Equal([checkout], Ids(await FindAsync(system, search)));
        }

        var first = await FindAsync(system, "limit=1");
        var second = (await system.GetAsync(Text(first, "next"))).Json;
        Assert.Equal((false, true), (first["complete"]!.GetValue<bool>(), second["complete"]!.GetValue<bool>()));
        Assert.Equal(Ids(all), Ids(first).Concat(Ids(second)));
        Assert.Empty(Ids(await FindAsync(system, "service=another")));
    }

    [Fact]
    public async Task A_search_that_is_wrong_is_told_everything_at_once()
    {
        await using var system = await LocalSystemDriver.StartAsync();

        var answer = await system.GetAsync("/api/alerts?servce=x&limit=0&disposition=Gone&from=soon");

        Assert.Equal((400, "application/problem+json", "servce"), (answer.Status, answer.ContentType, answer.Field));
        Assert.Equal(["servce", "from", "disposition", "limit"], answer.Json["errors"]!.AsArray().Select(e => Text(e, "field")));
        var page = await PageAsync(system, "/ops/alerts?limit=0&text=%3Cscript%3Ealert(1)%3C/script%3E");
        Assert.Equal(400, page.Status);
        Assert.Contains("Nothing was looked for yet.", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Whoever_was_paged_and_whoever_was_not_is_told_why()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var asked = await system.FireSampleAsync("checkout-errors");
        await system.StatusAsync(await system.IncidentOfAsync(asked), Core.Incidents.IncidentStatus.AwaitingApproval);
        await system.PostAsync("/api/silences", new JsonObject { ["matchers"] = new JsonArray("service = shop-web"), ["for"] = "2h", ["reason"] = "deploying", ["user"] = "ana" });
        await system.AdvanceAsync(TimeSpan.FromMinutes(1));
        var hidden = await system.FireSampleAsync("cpu-high");
        await system.DispositionAsync(hidden);
        await system.IdleAsync();

        var paged = (await system.GetAsync($"/api/alerts/{asked}")).Json;
        var silenced = (await system.GetAsync($"/api/alerts/{hidden}")).Json;

        Assert.Equal("Paged", Text(paged["paged"], "state"));
        Assert.StartsWith("Was paged: Told people: Approve or reject", Text(paged["paged"], "text"), StringComparison.Ordinal);
        Assert.Equal("NotPaged", Text(silenced["paged"], "state"));
        Assert.Contains("deploying", Text(silenced["paged"], "text"), StringComparison.Ordinal);
        Assert.Contains("Otherwise:", Text(silenced["paged"], "text"), StringComparison.Ordinal);
        Assert.StartsWith("Suppressed by silence s-", Text(silenced, "history"), StringComparison.Ordinal);
        Assert.True(silenced["payload"]!["kept"]!.GetValue<bool>());
        var page = await PageAsync(system, $"/ops/alerts/{hidden}");
        Assert.Contains("Nobody was paged for it", page.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/ops/calendar\">silence s-", page.Body, StringComparison.Ordinal);
        Assert.Contains("vmss-shop-web", page.Body, StringComparison.Ordinal);
        var list = await PageAsync(system, "/ops/alerts");
        Assert.Contains("Last 24 hours: 2 alerts.", WebUtility.HtmlDecode(list.Body), StringComparison.Ordinal);
        Assert.Contains($"/ops/alerts/{hidden}", list.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_understood_is_found_with_its_field_its_reason_and_its_body()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var id = (await system.PostAlertAsync("""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"monitoringService":"Tea leaves","password":"hunter2"}}}""")).Ids[0];
        await system.DispositionAsync(id);
        await system.IdleAsync();

        var row = (await FindAsync(system, "disposition=DeadLettered&source=azure-monitor"))["alerts"]!.AsArray().Single();
        var told = (await system.GetAsync($"/api/alerts/{id}")).Json;
        var page = await PageAsync(system, $"/ops/alerts/{id}");

        Assert.Equal(id, Text(row, "id"));
        Assert.Equal(Text(row!["deadLetter"], "field"), Text(told["deadLetter"], "field"));
        Assert.Equal("Tea leaves", Text(told["payload"]!["body"]!["data"]!["essentials"], "monitoringService"));
        Assert.DoesNotContain("hunter2", told.ToJsonString() + page.Body, StringComparison.Ordinal);
        Assert.Contains("ops normalize body.json --source azure-monitor", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_accepted_and_not_decided_is_not_denied()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var stored = await system.Service<Core.Alerts.Intake.IntakeLedger>().StoreAsync(
            "azure-monitor", [new Core.Alerts.Sources.SplitItem("al-waiting", JsonDocument.Parse("{}").RootElement)]);

        var told = await system.GetAsync($"/api/alerts/{stored[0].AlertId}");
        var page = await PageAsync(system, $"/ops/alerts/{stored[0].AlertId}");

        Assert.Equal((200, "accepted"), (told.Status, Text(told.Json, "state")));
        Assert.Equal("Accepted, not yet decided.", Text(told.Json, "history"));
        Assert.Contains("Accepted, not yet decided", page.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await system.GetAsync("/api/alerts/al-never")).Status);
    }

    [Fact]
    public async Task After_its_time_a_row_and_a_body_are_gone_and_the_disposition_stays()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var id = await system.FireSampleAsync("cpu-high");
        await system.DispositionAsync(id);
        await system.IdleAsync();
        var later = new Later(system.Clock.GetUtcNow().AddDays(37));

        var result = await new RetentionPurge(system.Service<IRecordStore>(), later).RunAsync(RetentionRule.All);

        Assert.Equal((2, true), (result.Deleted, result.Complete));
        var told = (await system.GetAsync($"/api/alerts/{id}")).Json;
        Assert.False(told["payload"]!["kept"]!.GetValue<bool>());
        Assert.NotEmpty(told["dispositions"]!.AsArray());
        Assert.Empty(Ids(await FindAsync(system, string.Empty)));
    }

    private static async Task<JsonNode> FindAsync(LocalSystemDriver system, string query)
    {
        var answer = await system.GetAsync($"/api/alerts?{query}");
        return answer.Status == 200 ? answer.Json : throw new InvalidOperationException(answer.Body);
    }

    private static async Task<Answer> PageAsync(LocalSystemDriver system, string path)
    {
        using var response = await system.Http.GetAsync(new Uri(path, UriKind.Relative));
        return await Answer.ReadAsync(response);
    }

    private static IEnumerable<string> Ids(JsonNode answer) => answer["alerts"]!.AsArray().Select(a => Text(a, "id"));

    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();

    private sealed class Later(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

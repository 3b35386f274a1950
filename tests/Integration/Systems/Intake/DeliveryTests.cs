using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Intake;

/// <summary>Event Grid promises at least once, in any order, and nothing while it is down.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task The_same_body_twice_has_the_same_ids_and_one_incident()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var body = AzureAlerts.CpuHigh(system.Clock.GetUtcNow(), AzureAlerts.Database).ToJsonString();

        var first = await system.FireAsync(body);
        await system.DispositionAsync(first[0]);
        var second = await system.FireAsync(body);
        await system.LetPassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(first, second);
        Assert.Equal(DispositionKind.Opened, Assert.Single(await system.DispositionsAsync(first[0])).Kind);
        Assert.Equal(1, Assert.Single(await system.IncidentsAsync()).AlertCount);
    }

    [Fact]
    public async Task Twenty_posts_of_the_same_body_at_once_open_one_incident()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var body = AzureAlerts.CpuHigh(system.Clock.GetUtcNow(), AzureAlerts.Database).ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => system.PostAlertAsync(body)));
        var id = Assert.Single(answers.SelectMany(a => a.Ids).Distinct(StringComparer.Ordinal));
        await system.DispositionAsync(id);
        await system.LetPassAsync(TimeSpan.FromMinutes(3));

        Assert.Single(await system.DispositionsAsync(id));
        Assert.Single(await system.IncidentsAsync());
    }

    [Fact]
    public async Task Doubled_and_reordered_deliveries_change_nothing()
    {
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { DuplicateDeliveries = 1, ReorderDeliveries = true });
        var now = system.Clock.GetUtcNow();
        var ids = await system.FireAsync(new JsonArray(
            [.. Enumerable.Range(0, 12).Select(i => (JsonNode)AzureAlerts.CpuHigh(now.AddSeconds(i - 60), AzureAlerts.Database, $"rule-{i}"))]).ToJsonString());

        foreach (var id in ids)
        {
            await system.DispositionAsync(id);
        }

        await system.LetPassAsync(TimeSpan.FromMinutes(3));
        var kinds = new List<DispositionKind>();
        foreach (var id in ids)
        {
            kinds.Add(Assert.Single(await system.DispositionsAsync(id)).Kind);
        }

        Assert.Single(kinds, DispositionKind.Opened);
        Assert.Equal(11, kinds.Count(k => k == DispositionKind.Merged));
        Assert.Equal(12, Assert.Single(await system.IncidentsAsync()).AlertCount);
    }

    [Fact]
    public async Task A_redelivered_reference_is_acknowledged_and_does_nothing()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var id = Assert.Single(await system.FireAsync(AzureAlerts.CpuHigh(system.Clock.GetUtcNow(), AzureAlerts.Database).ToJsonString()));
        var incident = await system.IncidentOfAsync(id);
        await system.StatusAsync(incident, IncidentStatus.Escalated);
        await system.LetPassAsync(TimeSpan.FromMinutes(1));
        var before = (await system.IncidentAsync(incident)).Entries.Count;

        var reference = await ReferenceAsync(system, id);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, await DeliverAsync(system, Event(id, reference), Event(id, reference)));
        }

        await system.IdleAsync();
        Assert.Single(await system.DispositionsAsync(id));
        Assert.Equal(before, (await system.IncidentAsync(incident)).Entries.Count);
    }

    [Fact]
    public async Task A_reference_to_nothing_is_dead_lettered_and_its_neighbour_handled()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await system.SimAsync("POST", "faults", new JsonObject { ["route"] = "opsautomation.*", ["status"] = 503 });
        var id = Assert.Single(await system.FireAsync(AzureAlerts.CpuHigh(system.Clock.GetUtcNow(), AzureAlerts.Database).ToJsonString()));

        Assert.Equal(HttpStatusCode.Accepted, await DeliverAsync(
            system, Event("al-nothing", "intake-20200101-0/al-nothing"), Event(id, await ReferenceAsync(system, id)), Event("x", "../../etc/passwd")));

        Assert.Equal(DispositionKind.Opened, (await system.DispositionAsync(id)).Kind);
        Assert.Equal(DispositionKind.DeadLettered, (await system.DispositionAsync("al-nothing")).Kind);
    }

    [Fact]
    public async Task While_the_topic_is_down_alerts_are_accepted_and_the_sweeper_publishes_them_later()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var fault = (await system.SimAsync("POST", "faults", new JsonObject { ["route"] = "opsautomation.*", ["status"] = 503 }))["id"]!.GetValue<string>();

        var answer = await system.PostAlertAsync(AzureAlerts.CpuHigh(system.Clock.GetUtcNow(), AzureAlerts.Database).ToJsonString());
        Assert.Equal(202, answer.Status);
        await system.LetPassAsync(TimeSpan.FromMinutes(10));
        Assert.Empty(await system.DispositionsAsync(answer.Ids[0]));

        await system.SimAsync("DELETE", $"faults/{fault}");
        Assert.Equal(DispositionKind.Opened, (await system.DispositionAsync(answer.Ids[0])).Kind);
    }

    [Fact]
    public async Task What_was_stored_before_a_stop_is_published_after_the_start()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var fault = (await system.SimAsync("POST", "faults", new JsonObject { ["route"] = "opsautomation.*", ["status"] = 500 }))["id"]!.GetValue<string>();
        var id = Assert.Single(await system.FireAsync(AzureAlerts.CpuHigh(system.Clock.GetUtcNow(), AzureAlerts.Database).ToJsonString()));
        await system.SimAsync("DELETE", $"faults/{fault}");

        await system.RestartAsync();

        Assert.Equal(DispositionKind.Opened, (await system.DispositionAsync(id)).Kind);
    }

    [Fact]
    public async Task An_answer_of_Event_Grid_that_is_lost_on_the_way_costs_nothing_and_doubles_nothing()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await system.SimAsync("POST", "faults", new JsonObject { ["route"] = "opsautomation.*", ["dropAfterEffect"] = true, ["count"] = 1 });

        var id = Assert.Single(await system.FireAsync(AzureAlerts.CpuHigh(system.Clock.GetUtcNow(), AzureAlerts.Database).ToJsonString()));

        await system.DispositionAsync(id);
        await system.LetPassAsync(TimeSpan.FromMinutes(5));
        Assert.Single(await system.DispositionsAsync(id));
        Assert.Single(await system.IncidentsAsync());
    }

    private static async Task<string> ReferenceAsync(LocalSystemDriver system, string id)
    {
        for (var shard = 0; shard < Core.Alerts.Intake.IntakeLedger.Shards; shard++)
        {
            var reference = $"intake-20261124-{shard}/{id}";
            if (await system.Service<Core.Alerts.Intake.IntakeLedger>().ReadAsync(reference) is not null)
            {
                return reference;
            }
        }

        throw new InvalidOperationException($"{id} is not stored.");
    }

    private static JsonObject Event(string id, string reference) => new()
    {
        ["specversion"] = "1.0",
        ["type"] = OpsAutomation.Integrations.Publishing.PublishedAlert.EventType,
        ["source"] = "/opsautomation/ingress",
        ["id"] = id,
        ["data"] = new JsonObject { ["reference"] = reference, ["alertId"] = id, ["source"] = "azure-monitor" },
    };

    private static async Task<HttpStatusCode> DeliverAsync(LocalSystemDriver system, params JsonNode[] events)
    {
        var key = Uri.EscapeDataString(system.Local.Host.Keys.EventGridKey);
        using var content = new StringContent(new JsonArray(events).ToJsonString(), Encoding.UTF8, "application/cloudevents-batch+json");
        using var response = await system.Http.PostAsync(new Uri($"/runtime/webhooks/eventgrid?functionName=AlertReceived&code={key}", UriKind.Relative), content);
        return response.StatusCode;
    }
}

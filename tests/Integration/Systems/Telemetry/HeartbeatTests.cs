using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Telemetry;

/// <summary>A source that should speak and does not is an incident of its own; it ends when the source speaks.</summary>
public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_silent_source_is_one_incident_for_a_person_that_ends_when_it_speaks_again()
    {
        using var catalog = Expecting("grafana", "{expect: 10m}");
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        await system.LetPassAsync(TimeSpan.FromMinutes(9));
        Assert.Empty(await system.IncidentsAsync());

        await system.LetPassAsync(TimeSpan.FromMinutes(30));
        var incident = Assert.Single(await system.IncidentsAsync());
        Assert.Equal((1, "Nothing from grafana for longer than 00:10:00; it was never heard of. What it watches may fail unseen"), (incident.AlertCount, incident.Title));
        await system.StatusAsync(incident.Id, IncidentStatus.Escalated);
        Assert.Equal("silent", (await SourceAsync(system, "grafana"))["state"]!.GetValue<string>());

        await DeployAsync(system, "grafana", Grafana("disk"));
        await system.StatusAsync(incident.Id, IncidentStatus.Resolved, IncidentStatus.Closed);
        var source = await SourceAsync(system, "grafana");
        Assert.Equal(("heard", null), (source["state"]!.GetValue<string>(), source["silentSince"]));
    }

    [Fact]
    public async Task A_repeated_heartbeat_keeps_its_source_alive_and_opens_nothing()
    {
        using var catalog = Expecting("alertmanager", "{expect: 10m, rule: Watchdog}");
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });

        // Alertmanager repeats the very same body: one alert, stored once, and yet each time a sign of life.
        var watchdog = Alertmanager("Watchdog");
        string? id = null;
        for (var i = 0; i < 5; i++)
        {
            id = await DeployAsync(system, "alertmanager", watchdog);
            await system.LetPassAsync(TimeSpan.FromMinutes(6));
        }

        var disposition = Assert.Single(await system.DispositionsAsync(id!));
        Assert.Equal(DispositionKind.Suppressed, disposition.Kind);
        Assert.StartsWith("It is a heartbeat of its source", disposition.Reason, StringComparison.Ordinal);
        Assert.Empty(await system.IncidentsAsync());

        // Other alerts are no heartbeat.
        await DeployAsync(system, "alertmanager", Alertmanager("DiskFull"));
        await system.LetPassAsync(TimeSpan.FromMinutes(8));
        Assert.Contains(await system.IncidentsAsync(), i => i.Title.StartsWith("Nothing from Watchdog of alertmanager", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restart_gives_every_source_its_whole_time_again()
    {
        using var catalog = Expecting("grafana", "{expect: 10m}");
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        await system.LetPassAsync(TimeSpan.FromMinutes(8));
        await system.StopAsync();
        await system.StartLaterAsync(TimeSpan.FromHours(3));

        await system.LetPassAsync(TimeSpan.FromMinutes(9));
        Assert.Empty(await system.IncidentsAsync());
        await system.LetPassAsync(TimeSpan.FromMinutes(4));
        Assert.Single(await system.IncidentsAsync());
    }

    private static CatalogCopy Expecting(string source, string heartbeat) =>
        new CatalogCopy().Replace("sources.yaml", $"  - name: {source}\n", $"  - name: {source}\n    heartbeat: {heartbeat}\n");

    private static async Task<string> DeployAsync(LocalSystemDriver system, string source, JsonNode body)
    {
        var id = (await system.PostAlertAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), source: source)).Ids[0];
        await system.DispositionAsync(id);
        await system.IdleAsync();
        return id;
    }

    private static async Task<JsonNode> SourceAsync(LocalSystemDriver system, string name) =>
        (await system.GetAsync("/api/telemetry")).Json["sources"]!.AsArray().Single(s => s!["source"]!.GetValue<string>() == name)!;

    private static JsonObject Alertmanager(string rule) => new()
    {
        ["version"] = "4",
        ["groupKey"] = "{}",
        ["status"] = "firing",
        ["receiver"] = "ops",
        ["groupLabels"] = new JsonObject(),
        ["commonLabels"] = new JsonObject(),
        ["commonAnnotations"] = new JsonObject(),
        ["externalURL"] = "https://alertmanager.example",
        ["alerts"] = new JsonArray(new JsonObject
        {
            ["status"] = "firing",
            ["labels"] = new JsonObject { ["alertname"] = rule, ["severity"] = "none" },
            ["annotations"] = new JsonObject(),
            ["startsAt"] = "2026-11-24T08:00:00Z",
            ["endsAt"] = "0001-01-01T00:00:00Z",
            ["generatorURL"] = "https://prometheus.example/graph",
            ["fingerprint"] = "c0ffee",
        }),
    };

    private static JsonObject Grafana(string rule)
    {
        var body = Alertmanager(rule);
        body["orgId"] = 1;
        body["version"] = "1";
        body["title"] = rule;
        body["state"] = "alerting";
        body["message"] = rule;
        return body;
    }
}

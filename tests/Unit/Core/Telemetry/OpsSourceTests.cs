using System.Text.Json;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;
using OpsAutomation.Core.Alerts.Sources.Ops;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Telemetry;

public sealed class OpsSourceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Heartbeat Ten = new(TimeSpan.FromMinutes(10), "Watchdog");
    private static readonly OpsSource Source = new();

    [Fact]
    public void Silence_and_its_end_are_one_condition_and_two_alerts()
    {
        var silent = Read(OpsEvents.Silent("alertmanager", Ten, Noon, null, Noon.AddMinutes(10)));
        var speaking = Read(OpsEvents.Speaking("alertmanager", Ten, Noon, Noon.AddMinutes(12), Noon.AddMinutes(13)));

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved), (silent.Status, speaking.Status));
        Assert.Equal((Severity.Sev2, SignalKind.Telemetry, null, null), (silent.Severity, silent.Signal.Kind, silent.Resource, silent.Service));
        Assert.Equal(silent.Fingerprint, speaking.Fingerprint);
        Assert.NotEqual(silent.Id, speaking.Id);
        Assert.Equal((Noon, Noon.AddMinutes(12)), (silent.StartsAt, speaking.EndsAt));
        Assert.NotEqual(silent.Fingerprint, Read(OpsEvents.Silent("grafana", Ten, Noon, null, Noon)).Fingerprint);
        Assert.Contains("Watchdog of alertmanager", silent.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_news_told_twice_is_one_alert()
    {
        var first = Source.Split(OpsEvents.Silent("grafana", Ten, Noon, null, Noon.AddMinutes(10))).Items.Single().Id;

        Assert.Equal(first, Source.Split(OpsEvents.Silent("grafana", Ten, Noon, null, Noon.AddMinutes(11))).Items.Single().Id);
        Assert.NotEqual(first, Source.Split(OpsEvents.Silent("grafana", Ten, Noon.AddHours(1), null, Noon.AddMinutes(70))).Items.Single().Id);
    }

    [Fact]
    public void A_breaker_that_opens_and_closes_is_one_condition_and_each_opening_an_alert_of_its_own()
    {
        var stop = new AutomationStop("breaker", "playbook restart-vm", Noon, "playbook restart-vm is stopped after these runs: INC-1 failed.");
        var stopped = Read(OpsEvents.Stopped(stop, Noon));
        var again = Read(OpsEvents.Stopped(stop with { Since = Noon.AddHours(2) }, Noon.AddHours(2)));
        var letGo = Read(OpsEvents.LetGo(stop, Noon.AddHours(1), Noon.AddHours(1)));

        Assert.Equal(("automation over-action", AlertStatus.Firing, AlertStatus.Resolved), (stopped.Rule, stopped.Status, letGo.Status));
        Assert.Equal(stopped.Fingerprint, letGo.Fingerprint);
        Assert.Equal(stopped.Fingerprint, again.Fingerprint);
        Assert.Equal(3, new[] { stopped.Id, again.Id, letGo.Id }.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(stopped.Id, Read(OpsEvents.Stopped(stop, Noon.AddMinutes(1))).Id);
        Assert.NotEqual(stopped.Fingerprint, Read(OpsEvents.Stopped(stop with { About = "action vm.restart" }, Noon)).Fingerprint);
        Assert.Contains("INC-1 failed", stopped.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drill_is_information_that_pages_nobody()
    {
        var drill = Read(OpsEvents.Drill(7, Noon));

        var decision = Correlator.Decide(ScopeState.Empty("x"), drill, Noon);

        Assert.Equal(("true", AlertStatus.Information), (drill.Labels["drill"], drill.Status));
        Assert.Equal((DispositionKind.Suppressed, 0), (decision.Disposition.Kind, decision.Effects.Count));
        Assert.StartsWith("It is a drill of the alert path", decision.Disposition.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sentAt":"2026-11-24T12:00:00Z","more":1}""", "data.more")]
    [InlineData("""{}""", "data.sentAt")]
    public void A_drill_is_read_strictly(string data, string field)
    {
        using var body = JsonDocument.Parse($$"""{"specversion":"1.0","id":"1","source":"/x","type":"OpsAutomation.Drill.Synthetic","data":{{data}}}""");

        Assert.Equal(field, Source.Normalise(body.RootElement, new IntakeContext("al-1", Noon, "p/r", ServiceCatalog.Empty)).DeadLetter!.Field);
    }

    [Fact]
    public void Nobody_outside_can_speak_as_the_system_itself()
    {
        Assert.DoesNotContain(OpsSource.SourceName, AlertSources.All.Names);
        Assert.DoesNotContain(AlertSources.All.Names, n => AlertSources.All.TryFind(n, out var source) && source.Normalise(OpsEvents.Drill(1, Noon), new IntakeContext("al-1", Noon, "p/r", ServiceCatalog.Empty)).Alert is not null);
    }

    [Fact]
    public void The_firing_of_a_heartbeat_rule_is_information_and_its_end_is_not_a_sign_of_life()
    {
        var sender = new Sender("alertmanager", [new SourceScheme.Bearer()]) { Heartbeat = Ten };
        var alert = Read(OpsEvents.Silent("x", Ten, Noon, null, Noon)) with { Source = "alertmanager", Rule = "Watchdog" };

        Assert.Equal(AlertStatus.Information, Heartbeat.Quieten(sender, alert).Status);
        Assert.Equal(AlertStatus.Resolved, Heartbeat.Quieten(sender, alert with { Status = AlertStatus.Resolved }).Status);
        Assert.False(Heartbeat.IsSignOfLife(sender, alert with { Status = AlertStatus.Resolved }));
        Assert.Same(alert, Heartbeat.Quieten(sender with { Heartbeat = new Heartbeat(Ten.Expect) }, alert));
        Assert.Equal(AlertStatus.Firing, Heartbeat.Quieten(null, alert).Status);
    }

    [Theory]
    [InlineData("source-silent", OpsSource.SilentType)]
    [InlineData("drill-synthetic", OpsSource.DrillType)]
    [InlineData("drill-failed", OpsSource.DrillFailedType)]
    [InlineData("over-action", OpsSource.OverActionType)]
    public void The_published_schema_has_the_fields_that_are_read(string file, string type)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "EventSchemas", file + ".schema.json")));
        var properties = schema.RootElement.GetProperty("properties");
        Assert.Equal(type, properties.GetProperty("type").GetProperty("const").GetString());
        var data = properties.GetProperty("data");
        Assert.False(data.GetProperty("additionalProperties").GetBoolean());
        using var body = JsonDocument.Parse($$"""{"specversion":"1.0","id":"1","source":"/x","type":"{{type}}","data":{"state":"silent"} }""");
        var envelope = CloudEvent.Read(body.RootElement, type, out _)!;

        _ = OpsSource.Draft(type, envelope.Data, out _);

        Assert.Equal(envelope.Data.Names.Order(StringComparer.Ordinal), data.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    private static Alert Read(JsonElement body)
    {
        var item = Source.Split(body).Items.Single();
        var result = Source.Normalise(item.Body, new IntakeContext(item.Id, Noon.AddMinutes(15), "p/r", ServiceCatalog.Empty));
        Assert.Null(result.DeadLetter);
        return result.Alert!;
    }
}

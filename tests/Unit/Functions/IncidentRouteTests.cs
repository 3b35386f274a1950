using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Services;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Orchestrations;
using OpsAutomation.Unit.Core.Classification;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Functions;

/// <summary>What classification writes into an incident, with the shipped rules.</summary>
public sealed class IncidentRouteTests
{
    private static readonly Service Checkout = new("checkout", "maria", "shop", 3, ["ben"], [], []);

    private readonly ActivityBench _bench = new();
    private readonly OpsCatalog _catalog = new(
        [Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step()).Playbook],
        new ServiceCatalog([Checkout]),
        ShippedCatalog.Rules(),
        ShippedCatalog.Routing(),
        new GuardrailSettings(10, TimeSpan.FromMinutes(5), "protected", ["true"]));

    [Fact]
    public async Task Category_severity_route_and_playbook_are_facts_with_their_reasons()
    {
        await _bench.ReceiveAsync(Cpu(Severity.Sev1));
        Assert.True(await ClassifyAsync());

        var file = await _bench.FileAsync();
        var classified = Assert.Single(file.Facts.OfType<Fact.Classified>());
        Assert.Equal(("saturation-cpu", "compute-cpu-high", Severity.Sev2), (classified.Category, classified.Rule, classified.Severity!.Value));
        Assert.Contains("Severity Sev2, not the sender's Sev1: service checkout is only of tier 3.", classified.Evidence);
        Assert.Equal(Urgency.Ticket, Assert.Single(file.Facts.OfType<Fact.Routed>()).Urgency);
        Assert.Equal((Urgency.Ticket, Severity.Sev2, "saturation-cpu"), (file.Head.Urgency!.Value, file.Head.Severity, file.Head.Category));
        Assert.Contains(file.Entries, e => e.Text == "Ticket: team shop (team of checkout), because nothing says that it cannot wait for working hours (rule 'rest').");
        Assert.Single(file.Facts.OfType<Fact.PlaybookChosen>());
        Assert.False(await ClassifyAsync());
    }

    [Fact]
    public async Task What_no_rule_knows_pages_triage_and_gets_no_playbook()
    {
        await _bench.ReceiveAsync(Cpu(Severity.Sev0) with { Rule = "orders", Signal = Samples.Alert().Signal with { Name = "Orders" }, Summary = "few orders" });
        await ClassifyAsync();

        var file = await _bench.FileAsync();
        Assert.Equal("unknown", file.Head.Category);
        Assert.Equal(["ana"], Assert.Single(file.Facts.OfType<Fact.Routed>()).Who);
        Assert.Empty(file.Facts.OfType<Fact.PlaybookChosen>());
        Assert.Equal(Severity.Sev0, file.Head.Severity);
    }

    [Fact]
    public async Task A_graver_alert_that_joins_makes_a_page_of_the_ticket_once_and_leaves_the_playbook()
    {
        await _bench.ReceiveAsync(Cpu(Severity.Sev2));
        await ClassifyAsync();
        await _bench.ReceiveAsync(Cpu(Severity.Sev2) with { Id = "a-9", Fingerprint = "f-9", Rule = "Leaked credentials", Signal = Samples.Alert().Signal with { Name = null }, Summary = "Leaked credentials of deploy-bot" });

        var command = await _bench.NextAsync();
        Assert.Equal(CommandKind.Reroute, command.Kind);
        Assert.True(await RerouteAsync(command));
        Assert.False(await RerouteAsync(command));

        var file = await _bench.FileAsync();
        Assert.Equal((Urgency.Page, Severity.Sev1), (file.Head.Urgency!.Value, file.Head.Severity));
        Assert.StartsWith("An alert that joined makes it more urgent. Page: ben (on call for checkout)", file.Entries[^1].Text, StringComparison.Ordinal);
        Assert.Equal("saturation-cpu", file.Head.Category);
        Assert.Equal((CommandKind.Notify, "Worsened"), ((await _bench.NextAsync()).Kind, (await _bench.NextAsync()).Target));
    }

    [Fact]
    public async Task A_lesser_alert_that_joins_leaves_the_route()
    {
        await _bench.ReceiveAsync(Cpu(Severity.Sev2));
        await ClassifyAsync();
        await _bench.ReceiveAsync(Cpu(Severity.Sev4) with { Id = "a-9", Fingerprint = "f-9", Rule = "Budget of checkout" });
        await RerouteAsync(await _bench.NextAsync());

        var file = await _bench.FileAsync();
        Assert.Equal((Urgency.Ticket, Severity.Sev3), (file.Head.Urgency!.Value, file.Head.Severity));
        Assert.Equal(CommandKind.Reserve, (await _bench.NextAsync()).Kind);
    }

    private static Alert Cpu(Severity severity) => Samples.Alert() with { Severity = severity, Service = "checkout" };

    private Task<bool> ClassifyAsync() => new ClassifyIncident(_bench.Pump, _catalog, new IncidentAssessor(_catalog, _bench.Climate), new AutonomyLedger(_bench.Store, _bench.Clock), _bench.Clock)
        .Run(new CommandOrder(_bench.Id, new Command(CommandKind.Classify, "classify")), _bench.Client, CancellationToken.None);

    private Task<bool> RerouteAsync(Command command) => new RerouteIncident(_bench.Pump, new IncidentAssessor(_catalog, _bench.Climate), _bench.Clock)
        .Run(new CommandOrder(_bench.Id, command), _bench.Client, CancellationToken.None);
}

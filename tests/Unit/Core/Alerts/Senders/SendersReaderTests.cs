using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Unit.Core.Alerts.Senders;

public sealed class SendersReaderTests
{
    private const string Header = "apiVersion: ops/v1\nkind: Sources\nsources:\n";

    [Fact]
    public void A_whole_entry_is_read()
    {
        var (senders, diagnostics) = Read(
            """
              - name: azure-monitor
                authentication:
                  - scheme: entra
                    tenant: 22222222-2222-2222-2222-222222222222
                    audiences: [api://ops]
                    apps: [461e8683-5575-4561-ac7f-899cc907d62a]
                    roles: [ActionGroupsSecureWebhook]
                  - scheme: hmac
                    format: grafana
                    timestampHeader: X-Time
                    keys: grafana-signing
                  - scheme: hmac
                    format: pagerduty
                  - scheme: basic
                    user: u
                  - scheme: bearer
                  - scheme: function-key
                  - scheme: sns
                services: [shop]
                scopes: [/subscriptions/1]
                window: 2m
                heartbeat: {expect: 10m, rule: Watchdog}
                snsTopics: [arn:aws:sns:eu-west-1:123456789012:ops]
                origins: [eventgrid.azure.net]
            """);

        Assert.Empty(diagnostics);
        var sender = Assert.Single(senders!.All);
        Assert.Equal(["entra", "hmac-grafana", "hmac-pagerduty", "basic", "bearer", "function-key", "sns"], sender.Authentication.Select(a => a.Word));
        Assert.Equal(("grafana-signing", "azure-monitor"), (sender.KeyName(sender.Authentication[1]), sender.KeyName(sender.Authentication[2])));
        Assert.Equal(TimeSpan.FromMinutes(2), sender.Window);
        Assert.Equal(new Heartbeat(TimeSpan.FromMinutes(10), "Watchdog"), sender.Heartbeat);
        Assert.Same(sender, senders.Find("Azure-Monitor"));
    }

    [Theory]
    [InlineData("OPS1601", "- {name: Bad Name, authentication: [{scheme: bearer}], services: [a]}")]
    [InlineData("OPS1602", "- {name: a, authentication: [{scheme: bearer}], services: [a]}\n  - {name: a, authentication: [{scheme: bearer}], services: [a]}")]
    [InlineData("OPS1620", "- {name: a, authentication: [{scheme: bearer}], services: [a], heartbeat: {expect: 90s}}")]
    [InlineData("OPS1621", "- {name: a, authentication: [{scheme: bearer}], services: [a], heartbeat: {expect: 10m, rule: ' '}}")]
    [InlineData("OPS1622", "- {name: ops, authentication: [{scheme: bearer}], services: [a]}")]
    [InlineData("OPS1603", "- {name: a, services: [a]}")]
    [InlineData("OPS1604", "- {name: a, authentication: [{scheme: none}], services: [a]}")]
    [InlineData("OPS1605", "- {name: a, localOnly: true, authentication: [{scheme: none}, {scheme: bearer}], services: [a]}")]
    [InlineData("OPS1606", "- {name: a, authentication: [{scheme: magic}], services: [a]}")]
    [InlineData("OPS1607", "- {name: a, authentication: [{scheme: entra, tenant: common, audiences: [x], roles: [r]}], services: [a]}")]
    [InlineData("OPS1608", "- {name: a, authentication: [{scheme: entra, tenant: 22222222-2222-2222-2222-222222222222, roles: [r]}], services: [a]}")]
    [InlineData("OPS1608", "- {name: a, authentication: [{scheme: entra, tenant: 22222222-2222-2222-2222-222222222222, audiences: [x]}], services: [a]}")]
    [InlineData("OPS1609", "- {name: a, authentication: [{scheme: hmac, format: slack}], services: [a]}")]
    [InlineData("OPS1610", "- {name: a, authentication: [{scheme: hmac, format: grafana, header: 'a b', timestampHeader: t}], services: [a]}")]
    [InlineData("OPS1610", "- {name: a, authentication: [{scheme: basic, user: 'a:b'}], services: [a]}")]
    [InlineData("OPS1611", "- {name: a, authentication: [{scheme: bearer}], scopes: [prod]}")]
    [InlineData("OPS1612", "- {name: a, authentication: [{scheme: bearer}], services: [Shop Web]}")]
    [InlineData("OPS1613", "- {name: a, authentication: [{scheme: sns}], services: [a]}")]
    [InlineData("OPS1613", "- {name: a, authentication: [{scheme: bearer}], services: [a], snsTopics: [arn:aws:sns:eu-west-1:123456789012:ops]}")]
    [InlineData("OPS1613", "- {name: a, authentication: [{scheme: sns}], services: [a], snsTopics: ['arn:aws:sns:*:*:*']}")]
    [InlineData("OPS1614", "- {name: a, authentication: [{scheme: bearer}], services: [a], origins: ['*']}")]
    [InlineData("OPS1615", "- {name: a, authentication: [{scheme: bearer, keys: 'S3cret!Value'}], services: [a]}")]
    [InlineData("OPS1616", "- {name: a, authentication: [{scheme: hmac, format: grafana}], services: [a]}")]
    [InlineData("OPS1617", "- {name: a, authentication: [{scheme: bearer}]}")]
    [InlineData("OPS1623", "- {name: a, authentication: [{scheme: bearer}], services: ['*']}")]
    [InlineData("OPS1623", "- {name: a, authentication: [{scheme: bearer}], services: [a], scopes: ['/subscriptions/*']}")]
    [InlineData("OPS1623", "- {name: a, authentication: [{scheme: bearer}], services: [a], scopes: ['/subscriptions/1*/resourceGroups/rg-a']}")]
    [InlineData("OPS1619", "- {name: a, authentication: [{scheme: bearer}], services: [a], window: 3d}")]
    public void What_is_wrong_has_one_code_of_its_own(string code, string entry) =>
        Assert.Equal([code], Read("  " + entry).Diagnostics.Select(d => d.Code).Distinct());

    [Fact]
    public void A_source_for_one_machine_may_name_everything_and_one_of_a_subscription_all_that_is_in_it()
    {
        Assert.Empty(Read("  - {name: a, localOnly: true, authentication: [{scheme: none}], services: ['*'], scopes: ['/subscriptions/*']}").Diagnostics);
        Assert.Empty(Read("  - {name: a, authentication: [{scheme: bearer}], services: [a], scopes: ['/subscriptions/1/resourceGroups/rg-*']}").Diagnostics);
    }

    [Fact]
    public void A_file_without_sources_is_refused()
    {
        var bag = new DiagnosticBag();
        Assert.Null(SenderCatalog.Read(YamlFile.Read("sources.yaml", "apiVersion: ops/v1\nkind: Sources\nsources: []", bag)!));
        Assert.Equal("OPS1618", Assert.Single(bag.All).Code);
    }

    [Fact]
    public void What_looks_like_a_secret_in_place_of_a_name_is_not_repeated() =>
        Assert.DoesNotContain(
            "S3cret!Value", Read("  - {name: a, authentication: [{scheme: bearer, keys: 'S3cret!Value'}], services: [a]}").Diagnostics[0].Message, StringComparison.Ordinal);

    [Fact]
    public void A_source_of_one_machine_is_told_to_who_starts_elsewhere()
    {
        var senders = Read("  - {name: a, localOnly: true, authentication: [{scheme: none}], services: [a]}\n  - {name: b, authentication: [{scheme: bearer}], services: [a]}").Senders!;

        Assert.Contains("'a'", Assert.Single(senders.ProblemsOutsideOneMachine()), StringComparison.Ordinal);
        Assert.Equal(["b"], senders.Closed(new ConfiguredKeys()));
        Assert.Empty(senders.Closed(ConfiguredKeys.Both("b")));
    }

    private static (SenderCatalog? Senders, IReadOnlyList<Diagnostic> Diagnostics) Read(string entries)
    {
        var bag = new DiagnosticBag();
        return (SenderCatalog.Read(YamlFile.Read("sources.yaml", Header + entries, bag)!), bag.All);
    }
}

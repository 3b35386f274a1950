using System.Text;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.Mapped;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources.Mapped;

/// <summary>Mappings for tests, and what the intake makes of bodies with them.</summary>
internal static class Mappings
{
    public const string Header = "apiVersion: ops/v1\nkind: SourceMapping\nname: generic-uptime\n";

    public const string Uptime = Header + """
        recognise: has(body.checks) && has(body.site)
        items: body.checks
        rule: '"uptime of " + item.name'
        status: 'item.up ? "resolved" : "firing"'
        severity: 'item.important ? "critical" : "warning"'
        summary: ${ item.name } answered in ${ item.ms } ms
        startsAt: item.at
        value: item.ms
        threshold: 500
        unit: '"ms"'
        resource: 'has(item.resource) ? item.resource : null'
        service: 'has(item.service) ? item.service : null'
        labels:
          site: body.site
        fingerprint: [item.name, body.site]
        links:
          check: item.url
        """;

    public const string Body = """
        {"site":"vienna","checks":[
          {"name":"shop","up":false,"important":true,"ms":912.5,"at":"2026-11-24T08:59:00Z","url":"https://up.example.com/1","service":"shop-web"},
          {"name":"pay","up":true,"important":false,"ms":12,"at":1795510740,"url":"http://up.example.com/2"}]}
        """;

    public static (SourceMapping? Mapping, DiagnosticBag Bag) Read(string yaml)
    {
        var bag = new DiagnosticBag();
        return (YamlFile.Read("sources/test.yaml", yaml, bag) is { } root ? SourceMapping.Read(root) : null, bag);
    }

    public static AlertSources Sources(string yaml)
    {
        var (mapping, bag) = Read(yaml);
        Assert.Empty(bag.All);
        return AlertSources.With([mapping!]);
    }

    /// <summary>What each item of a body becomes, on the way through the ledger.</summary>
    public static IReadOnlyList<NormaliseResult> All(string yaml, string body)
    {
        var (mapping, bag) = Read(yaml);
        Assert.Empty(bag.All);
        var source = new MappedSource(mapping!);
        var reading = IntakeReader.Parse(Encoding.UTF8.GetBytes(body));
        Assert.Null(reading.Problem);
        var split = source.Split(reading.Body);
        Assert.Null(split.Problem);
        return [.. split.Items.Select(i => i.Unparseable is { } why ? NormaliseResult.Dead(why) : source.Normalise(Reading.Stored(i.Body), Reading.Context(i.Id)))];
    }

    public static IReadOnlyList<Alert> Alerts(string yaml, string body) => [.. All(yaml, body).Select(r => r.Alert ?? throw new InvalidOperationException(r.DeadLetter!.Reason))];

    public static SenderCatalog Senders(params string[] names) => new(names.Select(n => new Sender(n, [new SourceScheme.Bearer()])));
}

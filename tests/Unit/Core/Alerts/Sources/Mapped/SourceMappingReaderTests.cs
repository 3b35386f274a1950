using System.Text;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.Mapped;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources.Mapped;

public sealed class SourceMappingReaderTests
{
    [Fact]
    public void Every_problem_is_told_at_once_at_its_place_in_the_file()
    {
        var (mapping, bag) = Mappings.Read("""
            apiVersion: ops/v1
            kind: SourceMapping
            name: jenkins
            recognise: body.name
            rule: '"a" + itm.name'
            status: |
              item.up
                ? "resolved"
                : firing
            severity: "1 +"
            summary: a ${ body.x } b ${ nobody }
            fingerprint:
              - body.id
              - 'body.id + strange'
            labels:
              ops.source: body.x
              ok: size(
            linkz: {}
            """);
        Assert.Null(mapping);
        Assert.Equal(
            [
                "3:7 OPS1701", "5:14 OPS1802", "9:7 OPS1802", "10:15 OPS1801", "11:29 OPS1802", "14:16 OPS1802", "16:15 OPS1703", "17:12 OPS1801", "18:1 OPS1008",
            ],
            bag.All.Select(d => $"{d.Line}:{d.Column} {d.Code}"));
    }

    [Theory]
    [InlineData("generic-")]
    [InlineData("generic")]
    [InlineData("generic-A")]
    [InlineData("azure-monitor")]
    public void A_name_cannot_be_one_that_the_product_may_want(string name)
    {
        var (_, bag) = Mappings.Read($"apiVersion: ops/v1\nkind: SourceMapping\nname: {name}\nrule: '\"x\"'\nstatus: '\"firing\"'\n");
        Assert.Equal("OPS1701", Assert.Single(bag.All).Code);
    }

    [Fact]
    public void A_type_that_cannot_be_right_is_told_before_anything_is_posted()
    {
        var (_, bag) = Mappings.Read(Mappings.Header + "rule: 7\nstatus: 'true'\nrecognise: '1'\nitems: '\"x\"'\n");
        Assert.Equal(["OPS1802", "OPS1802", "OPS1802", "OPS1802"], bag.All.Select(d => d.Code));
    }

    [Fact]
    public void Too_much_is_told()
    {
        var many = string.Join(", ", Enumerable.Range(0, 17).Select(i => $"body.a{i}"));
        var (_, bag) = Mappings.Read(Mappings.Header + $"rule: '\"x\"'\nstatus: '\"firing\"'\nfingerprint: [{many}]\n");
        Assert.Equal("OPS1705", Assert.Single(bag.All).Code);
    }

    [Fact]
    public void Two_files_with_one_name_and_a_source_without_an_entry_are_told()
    {
        var bag = new DiagnosticBag();
        var text = Mappings.Uptime;
        var other = text.Replace("generic-uptime", "generic-other", StringComparison.Ordinal);
        var mappings = MappingSet.Read([("sources/a.yaml", text), ("sources/b.yaml", text), ("sources/c.yaml", other)], Mappings.Senders("generic-uptime"), bag);
        Assert.Equal(["sources/b.yaml OPS1702", "sources/c.yaml OPS1704"], bag.All.Select(d => $"{d.File} {d.Code}"));
        Assert.Equal(["generic-other", "generic-uptime"], mappings.Select(m => m.Name));
    }

    [Theory]
    [InlineData("FAILURE", "FINALIZED", AlertStatus.Firing, Severity.Sev2)]
    [InlineData("SUCCESS", "FINALIZED", AlertStatus.Resolved, Severity.Sev3)]
    [InlineData("ABORTED", "COMPLETED", AlertStatus.Information, Severity.Sev3)]
    [InlineData(null, "STARTED", AlertStatus.Information, Severity.Sev3)]
    public void The_shipped_mapping_reads_builds_of_Jenkins(string? result, string phase, AlertStatus status, Severity severity)
    {
        var yaml = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SourceMappings", "jenkins.yaml"));
        var body = SampleFiles.Text("generic-jenkins", "build-failure")
            .Replace("\"status\": \"FAILURE\",", result is null ? string.Empty : $"\"status\": \"{result}\",", StringComparison.Ordinal)
            .Replace("FINALIZED", phase, StringComparison.Ordinal);
        var read = Normalisation.Of(Encoding.UTF8.GetBytes(body), null, Mappings.Sources(yaml), Reading.Services, Reading.Received);
        var alert = Assert.Single(read.Alerts);
        Assert.Equal(("generic-jenkins", status, severity, "build of shop-web-deploy"), (read.Source, alert.Status, alert.Severity, alert.Rule));
        Assert.Equal($"Build 128 of shop-web-deploy is {result ?? phase} on origin/main", alert.Summary);
        Assert.Equal(("shop-web", "128", "job/shop/job/shop-web-deploy/"), (alert.Service, alert.Labels["number"], alert.Signal.Dimensions.Values.Single()));
        Assert.StartsWith("https://jenkins.example.com/", alert.Links["build"], StringComparison.Ordinal);
    }
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Correlation;

namespace OpsAutomation.Unit.Core.Classification;

public sealed class ClassificationRulesTests
{
    private const string Group = "/subscriptions/1/resourcegroups/rg/providers/";

    [Theory]
    [InlineData("Percentage CPU", "GreaterThan", "microsoft.compute/virtualmachinescalesets/v", "saturation-cpu")]
    [InlineData("Percentage CPU", "GreaterThanOrEqual", "microsoft.compute/virtualmachines/v", "saturation-cpu")]
    [InlineData("Percentage CPU", "LessThan", "microsoft.compute/virtualmachines/v", "cost-idle")]
    [InlineData("Http5xx", "GreaterThan", "microsoft.web/sites/s", "errors")]
    [InlineData("Http5xx", "GreaterThan", "microsoft.web/sites/s/slots/blue", "errors")]
    [InlineData("HealthCheckStatus", "LessThan", "microsoft.web/sites/s", "errors")]
    [InlineData("Http5xx", "GreaterThan", "microsoft.compute/virtualmachines/v", "unknown")]
    [InlineData("Queue Depth", "GreaterThan", "microsoft.web/sites/s", "unknown")]
    public void The_catalogue_classifies_what_its_playbooks_are_for(string metric, string op, string resource, string expected)
    {
        var alert = SomeAlert.Firing("a", rule: "some rule") with
        {
            Resource = Group + resource,
            Signal = new Signal(SignalKind.Metric, metric, null, "Average", op, null, new Dictionary<string, string>(StringComparer.Ordinal)),
        };
        Assert.Equal(expected, Shipped().Classify(alert).Category);
    }

    [Fact]
    public void The_evidence_says_which_condition_saw_which_value()
    {
        var alert = SomeAlert.Firing("a") with
        {
            Resource = Group + "microsoft.web/sites/s",
            Signal = new Signal(SignalKind.Metric, "Http5xx", null, "Total", "GreaterThan", null, new Dictionary<string, string>(StringComparer.Ordinal)),
        };
        var evidence = Shipped().Classify(alert).Evidence;
        Assert.Equal("Rule 'site-server-errors' fits.", evidence[0]);
        Assert.Contains("The metric name is 'Http5xx'; the rule asks for 'Http5xx'.", evidence);
    }

    [Fact]
    public void What_no_rule_knows_goes_to_a_person_with_the_nearest_rule_named()
    {
        var result = Shipped().Classify(SomeAlert.Firing("a", rule: "orders") with { Resource = Group + "microsoft.web/sites/s" });
        Assert.Equal("unknown", result.Category);
        Assert.Contains(result.Evidence, e => e.StartsWith("The nearest is rule", StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_rule_that_fits_wins_and_labels_and_names_count()
    {
        var rules = Read("""
            rules:
              - {name: one, category: saturation-cpu, when: {labels: {env: prod}, ruleContains: [CPU]}}
              - {name: two, category: latency, when: {signal: [metric]}}
            """).Rules!;
        var prod = SomeAlert.Firing("a") with { Rule = "my-cpu-rule", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "prod" } };
        Assert.Equal("saturation-cpu", rules.Classify(prod).Category);
        Assert.Equal("latency", rules.Classify(prod with { Rule = "memory" }).Category);
        Assert.Equal(["latency", "saturation-cpu"], rules.Categories);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var (rules, bag) = Read("""
            rules:
              - {name: Bad Name, category: unknown, when: {signal: [metrik]}}
              - {name: a, category: errors}
              - {name: a, category: errors, when: {resourceType: [vm], operator: [above]}}
              - {name: b, category: errors, when: {metric: [m]}}
              - {name: c, category: errors, when: {metric: [M]}, wen: {}}
              - {name: d, category: weather, when: {symptom: [rain], ruleWords: ["!?"]}}
              - {name: e, category: errors, when: {signal: [metric], operator: [LessThan, GreaterThan]}}
              - {name: f, category: latency, when: {signal: [metric, log], operator: [LessThan]}}
            """);
        Assert.Null(rules);
        Assert.Equal(
            ["OPS1008", "OPS1301", "OPS1302", "OPS1303", "OPS1304", "OPS1305", "OPS1307", "OPS1308", "OPS1309", "OPS1310", "OPS1311"],
            bag.All.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("HighCPUUsage", "high cpu", true)]
    [InlineData("host-cpu-high", "CPU high", true)]
    [InlineData("CPU is high", "cpu", true)]
    [InlineData("terrorism", "error", false)]
    [InlineData("acpub", "cpu", false)]
    [InlineData("KubePodOOMKilled", "oom killed", true)]
    public void Whole_words_are_found_in_names_of_every_style(string rule, string phrase, bool found)
    {
        var rules = Read($$"""
            rules:
              - {name: one, category: latency, when: {ruleWords: ["{{phrase}}"] } }
            """).Rules!;
        Assert.Equal(found ? "latency" : "unknown", rules.Classify(SomeAlert.Firing("a", rule: rule) with { Signal = SomeAlert.Firing("a").Signal with { Name = null } }).Category);
    }

    [Fact]
    public void A_symptom_soon_after_a_deployment_is_the_deployments_and_the_evidence_says_both()
    {
        var alert = SomeAlert.Firing("a") with
        {
            Resource = Group + "microsoft.web/sites/s",
            Signal = new Signal(SignalKind.Metric, "Http5xx", null, "Total", "GreaterThan", null, new Dictionary<string, string>(StringComparer.Ordinal)),
        };
        var deployed = new Enrichment { RecentDeployment = new RecentDeployment("3fa9c1d", SomeAlert.Noon.AddMinutes(-6), 6) };
        var result = Shipped().Classify(alert, deployed);
        Assert.Equal("deploy-regression", result.Category);
        Assert.Contains("The newest deployment of the service: 3fa9c1d, 6 minutes before it began; the rule asks for one at most 30 minutes before.", result.Evidence);
        Assert.Contains(result.Evidence, e => e.StartsWith("The symptom is errors (rule 'site-server-errors')", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("service != null && service.tier == 1 && 'shop-db' in service.dependencies", true)]
    [InlineData("recentDeploy != null && recentDeploy.minutesAgo < 10.0 && recentDeploy.commit == 'abc'", true)]
    [InlineData("sloBurn.rate > 14.0", false)]
    [InlineData("size(dependencyFiring) == 0 && !('sloBurn' in notKnown)", true)]
    [InlineData("alert.rule.startsWith('cpu')", true)]
    public void An_expression_sees_the_alert_and_what_is_known(string expression, bool holds)
    {
        var (rules, bag) = Read($$"""
            rules:
              - name: one
                category: latency
                when:
                  expression: {{expression}}
            """);
        Assert.Empty(bag.All);
        var known = new Enrichment
        {
            Service = new Service("shop", "maria", "shop", 1, [], [], ["shop-db"]),
            RecentDeployment = new RecentDeployment("abc", SomeAlert.Noon, 4),
        };
        var result = rules!.Classify(SomeAlert.Firing("a"), known);
        Assert.Equal(holds ? "latency" : "unknown", result.Category);
        Assert.Contains(result.Evidence, e => e.StartsWith($"The expression '{expression}' ", StringComparison.Ordinal));
    }

    [Fact]
    public void Problems_of_an_expression_stand_where_they_are_in_the_file()
    {
        var (rules, bag) = Read("""
            rules:
              - name: one
                category: latency
                when:
                  expression: alert.sevrity <= 1
              - name: two
                category: latency
                when:
                  expression: "alert.severity"
              - name: three
                category: latency
                when:
                  expression: |
                    alert.severity <= 1
                    && alert.rule.startswith('x')
            """);
        Assert.Null(rules);
        Assert.Equal(["OPS1802", "OPS1802", "OPS1802"], bag.All.Select(d => d.Code));
        Assert.Equal([(5, 25), (9, 26), (15, 23)], bag.All.Select(d => (d.Line, d.Column)));
    }

    [Fact]
    public void What_is_not_known_is_never_taken_for_absent()
    {
        var rules = Read("""
            rules:
              - {name: one, category: errors, when: {dependencyFiring: false}}
            """).Rules!;
        Assert.Equal("unknown", rules.Classify(SomeAlert.Firing("a"), Enrichment.Of(null)).Category);
        Assert.Equal("errors", rules.Classify(SomeAlert.Firing("a"), new Enrichment()).Category);
    }

    [Fact]
    public void The_shipped_services_know_the_estate()
    {
        var bag = new DiagnosticBag();
        var catalog = ServiceCatalog.Read(YamlFile.Read("services.yaml", File.ReadAllText(Catalogue("services.yaml")), bag)!);
        Assert.Empty(bag.All);
        Assert.Equal(
            "shop-web",
            catalog!.Find("/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg-shop/providers/microsoft.compute/virtualmachinescalesets/vmss-shop-web")?.Name);
        Assert.Equal(["ana", "ben"], catalog.ByName("shop-web")!.OnCall);
    }

    private static ClassificationRules Shipped()
    {
        var (rules, bag) = Read(File.ReadAllText(Catalogue("classification.yaml")));
        Assert.Empty(bag.All);
        return rules!;
    }

    private static (ClassificationRules? Rules, DiagnosticBag Bag) Read(string yaml)
    {
        var bag = new DiagnosticBag();
        var root = YamlFile.Read("classification.yaml", yaml, bag);
        return (root is null ? null : ClassificationRules.Read(root), bag);
    }

    private static string Catalogue(string file) => Path.Combine(ShippedCatalog.Folder(), file);
}

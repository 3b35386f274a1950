using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Validation;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Testing;

namespace OpsAutomation.Unit.Core.Playbooks.Loading;

public sealed class PlaybookReaderTests
{
    private const string Good = """
        apiVersion: ops/v1
        kind: Playbook
        metadata: {name: scale-out, version: 1.0.0, owner: team, description: d, runbook: r}
        match: {category: saturation-cpu, resourceType: Microsoft.Compute/virtualMachineScaleSets}
        autonomy: auto
        risk: low
        limits: {maxCapacity: 6, cooldown: 15m, maxRunsPerDay: 4}
        steps:
          - id: scale-out
            action: vmss.scale-out
            with: {add: 2}
            verify: {after: 2m, every: 1m, within: 15m}
            timeout: 15m
            ttl: 2h
            onFailure: undo
        """;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "kind: Playbook", "kind: Recipe", "OPS1101" },
        { "name: scale-out", "name: Scale_Out", "OPS1102" },
        { "- id: scale-out", "- id: undo-it", "OPS1102" },
        { "- id: scale-out", "- id: a.b", "OPS1102" },
        { "action: vmss.scale-out", "action: vmss.explode", "OPS1105" },
        { "action: vmss.scale-out", "action: site.restart", "OPS1106" },
        { "with: {add: 2}", "with: {add: 2, remove: 1}", "OPS1107" },
        { "with: {add: 2}", "with: {}", "OPS1108" },
        { "with: {add: 2}", "with: {add: 11}", "OPS1005" },
        { "with: {add: 2}", "with: {add: two}", "OPS1005" },
        { "maxCapacity: 6, ", "", "OPS1109" },
        { "autonomy: auto", "autonomy: approve", "OPS1111" },
        { "risk: low", "risk: medium", "OPS1111" },
        { "autonomy: auto", "autonomy: shadow\nstartsAt: auto", "OPS1155" },
        { "autonomy: auto", "autonomy: auto\nstartsAt: never", "OPS1007" },
        { "after: 2m", "after: 20m", "OPS1112" },
        { "timeout: 15m", "timeout: 7d", "OPS1113" },
        { "cooldown: 15m", "cooldown: 5s", "OPS1113" },
        { "    timeout: 15m\n", "", "OPS1004" },
        { "    verify: {after: 2m, every: 1m, within: 15m}\n", "", "OPS1004" },
        { "cooldown: 15m, ", "", "OPS1004" },
        { "risk: low\n", "", "OPS1004" },
        { "onFailure: undo", "onFailure: pray", "OPS1007" },
        { "timeout: 15m", "timeout: soon", "OPS1006" },
        { "risk: low", "risk: low\nfoo: bar", "OPS1008" },
        { "with: {add: 2}", "with: {add: 2}\n    approval: {approvers: [ana], deadline: 30m, quorum: 2}", "OPS1114" },
        { "with: {add: 2}", "with: {add: 2}\n    approval: {approvers: [], deadline: 30m}", "OPS1114" },
        { "with: {add: 2}", "with: {add: 2}\n    approval: {approvers: [zoe], deadline: 30m}", "OPS1119" },
        { "with: {add: 2}", "with: {add: 2}\n    approval: {approvers: [ana], deadline: 30s}", "OPS1113" },
    };

    [Fact]
    public void A_good_playbook_reads_as_written()
    {
        var bag = new DiagnosticBag();

        var playbook = Assert.Single(Read(bag, Good));

        Assert.Empty(bag.All);
        Assert.Equal(2, playbook.Steps[0].With["add"]!.GetValue<int>());
        Assert.Equal(TimeSpan.FromHours(2), playbook.Steps[0].Ttl);
        Assert.Equal(OnFailure.Undo, playbook.Steps[0].OnFailure);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_has_its_code(string from, string to, string code)
    {
        var bag = new DiagnosticBag();
        Assert.Contains(from, Good, StringComparison.Ordinal);

        Read(bag, Good.Replace(from, to, StringComparison.Ordinal));

        Assert.Contains(code, bag.All.Select(d => d.Code));
        Assert.All(bag.All, d => Assert.True(d.Line > 0));
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var bag = new DiagnosticBag();

        Assert.Empty(Read(bag, Good.Replace("kind: Playbook", "kind: X", StringComparison.Ordinal).Replace("add: 2", "add: 99", StringComparison.Ordinal).Replace("ttl: 2h", "ttl: 1s", StringComparison.Ordinal)));

        Assert.Equal(["OPS1101", "OPS1005", "OPS1113"], bag.All.Select(d => d.Code));
    }

    [Fact]
    public void What_cannot_be_undone_may_not_expire_or_be_taken_back_and_needs_two_people()
    {
        var bag = new DiagnosticBag();
        var text = Good
            .Replace("Microsoft.Compute/virtualMachineScaleSets", "Microsoft.Web/sites", StringComparison.Ordinal)
            .Replace("action: vmss.scale-out", "action: site.purge", StringComparison.Ordinal)
            .Replace("    with: {add: 2}\n", string.Empty, StringComparison.Ordinal);

        Read(bag, text);

        Assert.Equal(["OPS1118", "OPS1116", "OPS1110", "OPS1117"], bag.All.Select(d => d.Code));
    }

    [Fact]
    public void Two_steps_with_one_id_and_two_playbooks_with_one_name_are_told()
    {
        var bag = new DiagnosticBag();
        var step = Good[Good.IndexOf("  - id", StringComparison.Ordinal)..];

        Read(bag, Good, Good, Good + "\n" + step);

        Assert.Equal(["OPS1115", "OPS1115", "OPS1103"], bag.All.Select(d => d.Code));
    }

    [Fact]
    public void The_catalogue_of_this_repository_is_in_order()
    {
        var bag = new DiagnosticBag();
        var catalog = Path.Combine(Checkout.Root, "catalog");
        var routing = RoutingReader.Read(YamlFile.Read("routing.yaml", File.ReadAllText(Path.Combine(catalog, "routing.yaml")), bag)!);
        var guardrails = GuardrailReader.Read(YamlFile.Read("guardrails.yaml", File.ReadAllText(Path.Combine(catalog, "guardrails.yaml")), bag)!);
        var files = Directory.GetFiles(Path.Combine(catalog, "playbooks"), "*.yaml").Select(f => (Path.GetFileName(f), File.ReadAllText(f)));

        var playbooks = PlaybookSet.Read(files, AzureActions.Descriptions, routing, bag);

        Assert.Empty(bag.All);
        Assert.Equal(10, guardrails!.MaxActionsPerHour);
        Assert.Equal(["ana", "ben", "maria"], routing!.Everyone(["role:on-call", "maria", "ana"]));
        Assert.Equal(files.Count(), playbooks.Count);
        Assert.True(playbooks.Count >= 14, $"There are {playbooks.Count} playbooks.");
    }

    [Fact]
    public void Every_code_in_the_sources_is_in_the_documentation()
    {
        var documented = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "diagnostics.md"));
        var codes = Directory.GetFiles(Path.Combine(Checkout.Root, "shared", "Core"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => System.Text.RegularExpressions.Regex.Matches(
                File.ReadAllText(f), "\"(?<code>OPS1[0-9]{3})\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)))
            .Select(m => m.Groups["code"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Contains($"| {code} |", documented, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("users: [ana, ben]", "users: []", "OPS1121")]
    [InlineData("users: [ana, ben]", "users: [ana, automation]", "OPS1121")]
    [InlineData("on-call: [ana]", "on-call: []", "OPS1122")]
    [InlineData("on-call: [ana]", "on-call: [zoe]", "OPS1123")]
    [InlineData("teams: {channel: c}", "", "OPS1004")]
    public void Mistakes_in_routing_are_told(string from, string to, string code)
    {
        const string good = "apiVersion: ops/v1\nkind: Routing\nenvironment: test\nusers: [ana, ben]\nroles: {on-call: [ana]}\nteams: {channel: c}\n";
        var bag = new DiagnosticBag();

        Assert.Null(RoutingReader.Read(YamlFile.Read("routing.yaml", good.Replace(from, to, StringComparison.Ordinal), bag)!));

        Assert.Contains(code, bag.All.Select(d => d.Code));
    }

    [Fact]
    public void A_guardrail_that_is_not_set_is_an_error()
    {
        var bag = new DiagnosticBag();

        Assert.Null(GuardrailReader.Read(YamlFile.Read("guardrails.yaml", "apiVersion: ops/v1\nkind: Guardrails\nprotected: {tag: t}\n", bag)!));

        Assert.Equal(["OPS1004", "OPS1004", "OPS1131"], bag.All.Select(d => d.Code).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<Playbook> Read(DiagnosticBag bag, params string[] texts) =>
        PlaybookSet.Read(
            texts.Select((text, i) => ($"{i}.yaml", text)),
            TestActions.All,
            new Routing("test", ["ana", "ben"], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), "c"),
            bag);
}

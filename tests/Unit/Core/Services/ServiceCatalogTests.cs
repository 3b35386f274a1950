using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Services;

public sealed class ServiceCatalogTests
{
    private const string Group = "/subscriptions/s1/resourceGroups/rg-shop";

    [Fact]
    public void The_most_specific_entry_wins()
    {
        var (catalog, bag) = Read($$"""
            services:
              - {name: everything, owner: maria, onCall: [ana], resources: [{{Group}}]}
              - {name: sets, owner: maria, onCall: [ana], resources: ['{{Group}}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-*']}
              - {name: web, owner: maria, onCall: [ana], resources: [{{Group}}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-web]}
            """);

        Assert.Empty(bag.All);
        Assert.Equal("web", catalog!.Find($"{Group}/providers/microsoft.compute/virtualmachinescalesets/VMSS-WEB")?.Name);
        Assert.Equal("web", catalog.Find($"{Group}/providers/microsoft.compute/virtualmachinescalesets/vmss-web/virtualMachines/0")?.Name);
        Assert.Equal("sets", catalog.Find($"{Group}/providers/microsoft.compute/virtualmachinescalesets/vmss-web2")?.Name);
        Assert.Equal("everything", catalog.Find($"{Group}/providers/microsoft.web/sites/a")?.Name);
        Assert.Null(catalog.Find("/subscriptions/s1/resourceGroups/rg-shop2/providers/microsoft.web/sites/a"));
        Assert.Null(catalog.Find("/subscriptions/s1"));
        Assert.Null(catalog.Find(null));
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var (catalog, bag) = Read($$"""
            services:
              - {name: Web Shop, owner: maria, onCall: [ana], resources: [{{Group}}]}
              - {name: a, owner: maria, onCall: [ana], resources: [{{Group}}/], dependencies: [a, nowhere]}
              - {name: a, tier: 9, onCall: [ana], resources: [web-server]}
              - {name: b, owner: ben, resorces: []}
            """);

        Assert.Null(catalog);
        Assert.Equal(
            ["OPS1004", "OPS1005", "OPS1008", "OPS1201", "OPS1202", "OPS1203", "OPS1204", "OPS1205", "OPS1206", "OPS1208", "OPS1209"],
            bag.All.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal));
        Assert.All(bag.All, d => Assert.True(d.Line > 1));
    }

    [Fact]
    public void A_cycle_is_allowed_and_listed()
    {
        var (catalog, bag) = Read($$"""
            services:
              - {name: a, owner: o, onCall: [x], resources: [{{Group}}/a], dependencies: [b]}
              - {name: b, owner: o, onCall: [x], resources: [{{Group}}/b], dependencies: [c]}
              - {name: c, owner: o, onCall: [x], resources: [{{Group}}/c], dependencies: [a]}
              - {name: d, owner: o, onCall: [x], resources: [{{Group}}/d], dependencies: [a]}
            """);

        Assert.Equal(["a", "b", "c"], Assert.Single(catalog!.Cycles));
        Assert.Equal("OPS1207", Assert.Single(bag.All).Code);
        Assert.Equal(["c", "d"], catalog.DependantsOf("a").Select(s => s.Name));
    }

    [Fact]
    public void An_empty_file_is_an_error() => Assert.Equal("OPS1210", Assert.Single(Read("services: []").Bag.All).Code);

    [Theory]
    [InlineData("/subscriptions/*/resourceGroups/rg-*", "/subscriptions/1/resourcegroups/rg-x/providers/a", true)]
    [InlineData("/subscriptions/1/resourceGroups/*-prod-*", "/subscriptions/1/resourcegroups/a-prod-b", true)]
    [InlineData("/subscriptions/1/resourceGroups/*-prod-*", "/subscriptions/1/resourcegroups/a-prd-b", false)]
    [InlineData("/subscriptions/1/resourceGroups/rg", "/subscriptions/1/resourcegroups/rg2", false)]
    [InlineData("/subscriptions/*a*b*c", "/subscriptions/xaybzc", true)]
    public void A_star_stands_for_characters_inside_one_segment(string pattern, string id, bool expected) =>
        Assert.Equal(expected, new ResourcePattern(pattern).Covers(id));

    [Theory]
    [InlineData("/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/x", "microsoft.compute/virtualmachinescalesets", "rg")]
    [InlineData("/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/x/virtualMachines/0", "microsoft.compute/virtualmachinescalesets/virtualmachines", "rg")]
    [InlineData("/subscriptions/1/resourceGroups/rg", null, "rg")]
    [InlineData("/subscriptions/1", null, null)]
    [InlineData("", null, null)]
    [InlineData("/providers/", null, null)]
    [InlineData(null, null, null)]
    public void The_parts_of_an_arm_id_are_read(string? id, string? type, string? group)
    {
        Assert.Equal(type, ArmId.TypeOf(id));
        Assert.Equal(group, ArmId.ResourceGroupOf(id));
    }

    private static (ServiceCatalog? Catalog, DiagnosticBag Bag) Read(string yaml)
    {
        var bag = new DiagnosticBag();
        var root = YamlFile.Read("services.yaml", yaml, bag);
        return (root is null ? null : ServiceCatalog.Read(root), bag);
    }
}

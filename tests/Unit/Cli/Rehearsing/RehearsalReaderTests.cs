using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Unit.Cli.Rehearsing;

/// <summary>What is wrong with a rehearsal is told at once, where it stands.</summary>
public sealed class RehearsalReaderTests : IDisposable
{
    private const string Good = """
        apiVersion: ops/v1
        kind: Rehearsal
        name: sample
        playbook: scale-out-vmss
        tests: happy
        description: It does what it is for.
        estate: shop
        timeline:
          - alert: cpu-high
        expect:
          status: closed

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ops-reader-").FullName;

    [Fact]
    public void A_rehearsal_reads_with_its_names_turned_into_ids()
    {
        var (script, problems) = Read(Good + "  state:\n    - { of: vmss-shop-web, at: sku.capacity, is: 4 }\n");
        Assert.Empty(problems);
        Assert.EndsWith("/virtualMachineScaleSets/vmss-shop-web", Assert.Single(script!.Expect.State).Of, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: sample", "name: other", "OPS1901", 3)]
    [InlineData("playbook: scale-out-vmss", "playbook: none", "OPS1904", 4)]
    [InlineData("tests: happy", "tests: merry", "OPS1007", 5)]
    [InlineData("estate: shop", "estate: nowhere", "OPS1903", 7)]
    [InlineData("- alert: cpu-high", "- alert: no-such-sample", "OPS1906", 9)]
    [InlineData("- alert: cpu-high", "- wait: 5m", "OPS1908", 9)]
    [InlineData("- alert: cpu-high", "- alert: cpu-high\n    heal: true", "OPS1907", 9)]
    [InlineData("- alert: cpu-high", "- alert: cpu-high\n  - lock: vm-nowhere", "OPS1905", 10)]
    [InlineData("- alert: cpu-high", "- alert: cpu-high\n  - { person: zed, decides: approve }", "OPS1913", 10)]
    [InlineData("- alert: cpu-high", "- alert: cpu-high\n  - fault: { method: GET }", "OPS1914", 10)]
    [InlineData("- alert: cpu-high", "- alert: cpu-high\n  - byHand: { method: PUT, of: vmss-shop-web, apiVersion: x, body: '{' }", "OPS1912", 10)]
    [InlineData("estate: shop", "estate: shop\nestateEdits:\n  - { find: not there, replace: x }", "OPS1910", 9)]
    [InlineData("estate: shop", "estate: shop\nedits:\n  - { file: ../../secret.yaml, find: a, replace: x }", "OPS1910", 9)]
    [InlineData("status: closed", "status: closed\n  facts:\n    - { kind: no-such-fact }", "OPS1911", 13)]
    [InlineData("status: closed", "status: closed\nsomething: else", "OPS1008", 12)]
    public void What_is_wrong_is_told_with_its_code_and_line(string find, string replace, string code, int line)
    {
        var (script, problems) = Read(Good.Replace(find, replace, StringComparison.Ordinal));
        Assert.Null(script);
        Assert.Contains(problems, p => p.Code == code && p.Line == line);
    }

    [Fact]
    public void A_playbook_without_a_failing_and_a_refused_rehearsal_does_not_lint()
    {
        foreach (var file in Directory.EnumerateFiles(RehearsalFolders.Catalog, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"scale-out-vmss-", StringComparison.Ordinal)))
        {
            var target = Path.Combine(_folder, Path.GetRelativePath(RehearsalFolders.Catalog, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var bag = new DiagnosticBag();
        RehearsalSet.Check(_folder, Catalog(), bag);
        var problem = Assert.Single(bag.All, p => p.File == "playbooks/scale-out-vmss.yaml");
        Assert.Equal("OPS1909", problem.Code);
        Assert.Contains("no happy and no failing and no refused", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (RehearsalScript? Script, IReadOnlyList<Diagnostic> Problems) Read(string text)
    {
        var path = Path.Combine(_folder, "sample.yaml");
        File.WriteAllText(path, text);
        var bag = new DiagnosticBag();
        return (new RehearsalReader(RehearsalFolders.Catalog, Catalog()).Read(path, "sample.yaml", bag), bag.All);
    }

    private static OpsCatalog Catalog() => CatalogLoader.Load(RehearsalFolders.Catalog, AzureActions.Descriptions).Catalog!;
}

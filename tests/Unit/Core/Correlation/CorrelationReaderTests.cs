using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Unit.Core.Correlation;

public sealed class CorrelationReaderTests
{
    private const string Header = "apiVersion: ops/v1\nkind: Correlation\n";

    [Fact]
    public void A_file_with_nothing_but_its_header_sets_nothing()
    {
        var (settings, diagnostics) = Read(Header);
        Assert.Empty(diagnostics);
        Assert.Equal((0, null), (settings!.Inhibitions.Count, settings.Flapping));
    }

    [Theory]
    [InlineData("flapping: {changes: 1, within: 30m, calm: 15m}", "OPS1005")]
    [InlineData("flapping: {changes: 6, within: 1s, calm: 15m}", "OPS1405")]
    [InlineData("flapping: {changes: 6, within: 30m}", "OPS1004")]
    [InlineData("flapping: {changes: 6, within: 30m, calm: 0s}", "OPS1006")]
    [InlineData("flaping: {}", "OPS1008")]
    [InlineData("inhibitions: [{name: A b, source: [rule = x], target: [rule = y], equal: [resource]}]", "OPS1401")]
    [InlineData("inhibitions: [{name: a, source: [rule = x], target: [rule = y], equal: []}]", "OPS1404")]
    [InlineData("inhibitions: [{name: a, source: [rule = x], target: [rule = y], equal: [resorce]}]", "OPS1404")]
    [InlineData("inhibitions: [{name: a, source: [rulle = x], target: [rule = y], equal: [resource]}]", "OPS1403")]
    [InlineData("inhibitions: [{name: a, source: [rule = x], target: [rule = x], equal: [resource]}]", "OPS1406")]
    [InlineData("inhibitions: [{name: a, source: [rule = x], target: [rule = y], equal: [resource]}, {name: b, source: [rule = y], target: [rule = x], equal: [service]}]", "OPS1412")]
    [InlineData("inhibitions: [{name: a, source: [rule = x], target: [rule = y], equal: [resource]}, {name: b, source: ['rule =~ \"y|z\"'], target: [rule != y], equal: [resource]}]", "OPS1412")]
    [InlineData("inhibitions: [{name: a, source: [rule = x], target: [rule = y], equal: [resource]}, {name: b, source: [rule = y], target: [rule = z], equal: [resource]}, {name: c, source: [rule = z, severity <= Sev1], target: [rule = x, severity >= Sev1], equal: [resource]}]", "OPS1412")]
    [InlineData("inhibitions: [{name: a, source: [rule = x], target: [rule = y], equal: [resource]}, {name: a, source: [rule = x], target: [rule = z], equal: [resource]}]", "OPS1402")]
    public void What_is_wrong_is_refused_with_its_code_and_place(string line, string code)
    {
        var (settings, diagnostics) = Read(Header + line);
        Assert.Null(settings);
        Assert.Contains(diagnostics, d => d.Code == code && d.Line == 3);
    }

    [Theory]
    [InlineData("[{name: a, source: [rule = x], target: [rule = y], equal: [resource]}, {name: b, source: [rule = y], target: [rule = z], equal: [resource]}]")]
    [InlineData("[{name: a, source: [signal = ResourceHealth], target: [severity >= Sev2], equal: [resource]}, {name: b, source: [signal = ServiceHealth, severity <= Sev1], target: [signal = ResourceHealth], equal: [region]}]")]
    [InlineData("[{name: a, source: [rule = x], target: [rule = y, severity <= Sev1], equal: [resource]}, {name: b, source: [rule = y, severity > Sev1], target: [rule = x], equal: [resource]}]")]
    [InlineData("[{name: a, source: [rule = x], target: [rule != x], equal: [resource]}]")]
    public void A_chain_of_inhibitions_that_comes_to_an_end_is_right(string inhibitions)
    {
        var (settings, diagnostics) = Read($"{Header}inhibitions: {inhibitions}");
        Assert.Empty(diagnostics);
        Assert.NotNull(settings);
    }

    [Fact]
    public void The_catalogue_that_is_shipped_is_right_and_its_text_is_where_diagnostics_say()
    {
        var (settings, diagnostics) = Read(File.ReadAllText(Path.Combine(Root(), "catalog", "correlation.yaml")));
        Assert.Empty(diagnostics);
        Assert.NotEmpty(settings!.Inhibitions);
        Assert.NotNull(settings.Flapping);
    }

    [Fact]
    public void Every_code_is_documented()
    {
        var documented = File.ReadAllText(Path.Combine(Root(), "docs", "diagnostics.md"));
        var folder = Path.Combine(Root(), "shared", "Core", "Correlation", "Settings");
        var used = Directory.GetFiles(folder, "*.cs").SelectMany(f => File.ReadAllText(f).Split('"')).Where(t => t.Length == 7 && t.StartsWith("OPS14", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(used);
        Assert.All(used, code => Assert.Contains($"| {code} |", documented, StringComparison.Ordinal));
    }

    private static (CorrelationSettings? Settings, IReadOnlyList<Diagnostic> Diagnostics) Read(string yaml)
    {
        var bag = new DiagnosticBag();
        var root = YamlFile.Read("correlation.yaml", yaml, bag);
        return (root is null ? null : CorrelationReader.Read(root), bag.All);
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", ".."));
}

using OpsAutomation.Core.Audit;

namespace OpsAutomation.Unit.Core.Audit;

/// <summary>An export is checked by itself, and finds what was done to it on its way.</summary>
public sealed class AuditExportTests
{
    private static readonly DateOnly First = new(2026, 11, 24);

    [Fact]
    public async Task An_export_proves_itself()
    {
        var archive = await Archive.OfTwoDaysAsync();

        var report = AuditFile.Check(await archive.ExportAsync(First, First.AddDays(5)));

        Assert.True(report.Whole, string.Join(" ", report.Problems));
        Assert.Equal((4, 10, 2), (report.Chains, report.Entries, report.Anchors));
    }

    [Fact]
    public async Task Only_what_grew_in_the_days_asked_for_is_in_it()
    {
        var archive = await Archive.OfTwoDaysAsync();

        var lines = await archive.ExportAsync(First.AddDays(1), First.AddDays(1));

        Assert.Contains(lines, l => l.Contains("\"chain\":\"INC-3\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("\"kind\":\"chain\",\"chain\":\"INC-1\"", StringComparison.Ordinal));
        Assert.True(AuditFile.Check(lines).Whole);
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("delete")]
    [InlineData("swap")]
    [InlineData("cut")]
    [InlineData("add")]
    [InlineData("anchor")]
    [InlineData("nonsense")]
    public async Task Whatever_is_done_to_it_is_found(string what)
    {
        var archive = await Archive.OfTwoDaysAsync();
        var lines = (await archive.ExportAsync(First, First.AddDays(5))).ToList();
        var entry = lines.FindIndex(l => l.Contains("Entry n2", StringComparison.Ordinal));
        switch (what)
        {
            case "edit": lines[entry] = lines[entry].Replace("Entry n2", "Entry nX", StringComparison.Ordinal); break;
            case "delete": lines.RemoveAt(entry); break;
            case "swap": (lines[entry], lines[entry + 1]) = (lines[entry + 1], lines[entry]); break;
            case "cut": lines.RemoveRange(lines.Count - 3, 3); break;
            case "add": lines.Add(lines[entry]); break;
            case "anchor": lines[1] = lines[1].Replace("INC-1", "INC-9", StringComparison.Ordinal); break;
            default: lines[0] = "not json"; break;
        }

        Assert.False(AuditFile.Check(lines).Whole);
    }

    [Fact]
    public void An_empty_file_is_not_whole() => Assert.False(AuditFile.Check([]).Whole);
}

using System.Globalization;
using System.Text.RegularExpressions;
using OpsAutomation.Testing;

namespace OpsAutomation.Unit.Core;

/// <summary>A code stands for one thing, and whoever meets it finds it explained once.</summary>
public sealed partial class DiagnosticCodesTests
{
    private static readonly string Root = Checkout.Root;

    [Fact]
    public void Every_code_of_the_source_is_explained_exactly_once_and_nothing_else_is()
    {
        var used = Used().Select(u => u.Code).ToHashSet(StringComparer.Ordinal);
        var explained = Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").SelectMany(f => Row().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToList();

        Assert.Empty(explained.GroupBy(c => c, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(used.Except(explained, StringComparer.Ordinal));
        Assert.Empty(explained.Except(used, StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_of_diagnostics_names_every_code_itself_or_by_its_range()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "diagnostics.md"));
        var rows = Row().Matches(page).Select(m => m.Groups["code"].Value).ToHashSet(StringComparer.Ordinal);
        var ranges = Range().Matches(page).Select(m => (From: Number(m.Groups["from"].Value), To: Number(m.Groups["to"].Value))).ToList();

        Assert.DoesNotContain(Used().Select(u => u.Code), c => !rows.Contains(c) && !ranges.Exists(r => Number(c[3..]) >= r.From && Number(c[3..]) <= r.To));
    }

    [Fact]
    public void A_code_of_a_setting_is_not_used_for_a_setting_of_another_file()
    {
        // A code that names its own key is about that key: the same code for another key would be a second meaning.
        var meanings = Used().Where(u => u.Folder is "Guardrails" or "Playbooks").GroupBy(u => u.Code, StringComparer.Ordinal);

        Assert.DoesNotContain(meanings, m => m.Select(u => u.Folder).Distinct(StringComparer.Ordinal).Count() > 1 && Number(m.Key[3..]) >= 1100);
    }

    private static IEnumerable<(string Code, string Folder)> Used()
    {
        var parts = new[] { "shared", "functions", "local" };
        foreach (var file in parts.SelectMany(p => new[] { "*.cs", "*.csproj" }.SelectMany(kind => Directory.EnumerateFiles(Path.Combine(Root, p), kind, SearchOption.AllDirectories))))
        {
            var path = Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar);
            if (path.Contains("obj", StringComparer.Ordinal) || path.Contains("bin", StringComparer.Ordinal))
            {
                continue;
            }

            foreach (Match match in Code().Matches(File.ReadAllText(file)))
            {
                yield return (match.Groups["code"].Value, path.Length > 2 ? path[2] : path[0]);
            }
        }
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex("\"(?<code>OPS[0-9]{4})\"", RegexOptions.ExplicitCapture | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^\|\s*(?<code>OPS[0-9]{4})\s*\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("OPS(?<from>[0-9]{4}) to OPS(?<to>[0-9]{4}) are explained", RegexOptions.ExplicitCapture | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();
}

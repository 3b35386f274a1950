using System.Diagnostics;
using System.Text.RegularExpressions;
using OpsAutomation.Testing;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.Unit.Workflows;

/// <summary>House rules of the workflows: a workflow is code that holds keys, and nobody runs it before it is merged.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Root = Checkout.Root;

    // Jobs that may get a token of Azure, each behind an environment of its own.
    private static readonly string[] MaySignIn = ["infra.yml/what-if", "environment.yml/deploy", "deploy.yml/package", "deploy.yml/staging", "deploy.yml/drill", "deploy.yml/production"];

    private static readonly string[] Names = [.. Directory.GetFiles(Path.Combine(Root, ".github", "workflows")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files { get; } = [.. Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_action_is_pinned_by_its_full_commit_with_the_version_beside_it(string file)
    {
        foreach (var line in File.ReadLines(PathOf(file)).Where(l => UsesLine().IsMatch(l) && !l.Contains("uses: ./", StringComparison.Ordinal)))
        {
            Assert.Matches(PinnedLine(), line);
        }
    }

    [Fact]
    public void One_action_has_one_pin()
    {
        var pins = Names.SelectMany(f => File.ReadLines(PathOf(f))).Select(l => PinnedLine().Match(l)).Where(m => m.Success)
            .Select(m => (Repository: string.Join('/', m.Groups["action"].Value.Split('/').Take(2)), Commit: m.Groups["commit"].Value, Version: m.Groups["version"].Value)).Distinct().ToList();
        Assert.NotEmpty(pins);
        Assert.All(pins.GroupBy(p => p.Repository, StringComparer.OrdinalIgnoreCase), g => Assert.Single(g));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_runs_with_our_secrets_on_the_code_of_strangers(string file)
    {
        var root = Read(file);
        var events = Child(root, "on") switch
        {
            YamlMappingNode map => map.Children.Keys.Select(k => ((YamlScalarNode)k).Value),
            YamlSequenceNode list => list.Children.Select(k => ((YamlScalarNode)k).Value),
            YamlScalarNode one => [one.Value],
            _ => [],
        };
        Assert.DoesNotContain(events, e => e is "pull_request_target" or "workflow_run" or "issue_comment" or null);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_begins_without_any_right_and_each_job_says_what_it_needs(string file)
    {
        var root = Read(file);
        Assert.Empty(Assert.IsType<YamlMappingNode>(Child(root, "permissions")).Children);
        foreach (var (name, job) in Jobs(root))
        {
            var rights = Assert.IsType<YamlMappingNode>(Child(job, "permissions")).Children.ToDictionary(r => ((YamlScalarNode)r.Key).Value!, r => ((YamlScalarNode)r.Value).Value, StringComparer.Ordinal);
            Assert.All(rights.Values, v => Assert.Contains(v, (string?[])["read", "write"]));
            if (rights.GetValueOrDefault("id-token") == "write")
            {
                Assert.Contains($"{file}/{name}", MaySignIn);
            }

            // A job that may write something runs no code of a pull request: it checks nothing out, or the event is none.
            if (file != "codeql.yml" && IsForPullRequests(root) && rights.Any(r => r.Value == "write"))
            {
                Assert.True(
                    (name == "what-if" && Text(job, "environment") == "what-if") || !Steps(job).Any(s => Text(s, "uses")?.StartsWith("actions/checkout", StringComparison.Ordinal) == true),
                    $"{name} may write, and checks the pull request out.");
                Assert.Contains("head.repo.full_name == github.repository", Text(job, "if"), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_job_ends_in_time_and_two_of_a_kind_do_not_run_at_once(string file)
    {
        var root = Read(file);
        Assert.True(Child(root, "concurrency") is not null || Jobs(root).All(j => Child(j.Job, "concurrency") is not null), "There is no concurrency group.");
        foreach (var (name, job) in Jobs(root).Where(j => Text(j.Job, "uses") is null))
        {
            Assert.True(int.TryParse(Text(job, "timeout-minutes"), System.Globalization.CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 60, $"{name} has no timeout of an hour or less.");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Text_from_outside_reaches_a_script_through_its_environment_alone(string file)
    {
        foreach (var (_, job) in Jobs(Read(file)))
        {
            Assert.All(Steps(job).Select(s => Text(s, "run")).OfType<string>(), run => Assert.DoesNotContain("${{", run, StringComparison.Ordinal));
            Assert.All(
                Steps(job).Where(s => Text(s, "uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true),
                s => Assert.Equal("false", Text(Child(s, "with")!, "persist-credentials")));
        }
    }

    [Fact]
    public void Production_comes_after_the_drill_and_the_drill_after_staging()
    {
        var jobs = Jobs(Read("deploy.yml")).ToDictionary(j => j.Name, j => j.Job, StringComparer.Ordinal);
        Assert.Equal(("package", "staging", "drill"), (Text(jobs["staging"], "needs"), Text(jobs["drill"], "needs"), Text(jobs["production"], "needs")));
        Assert.Equal("production", Text(Child(jobs["production"], "with")!, "environment"));
    }

    [Theory]
    [InlineData("/catalog/")]
    [InlineData("/infra/")]
    [InlineData("/.github/")]
    public void What_automation_may_do_has_owners(string path) =>
        Assert.Contains(File.ReadLines(Path.Combine(Root, ".github", "CODEOWNERS")), l => l.StartsWith(path + " ", StringComparison.Ordinal) && l.Contains('@', StringComparison.Ordinal));

    [Theory]
    [InlineData("v1.2.0", 0, "### Added\n\n- Something.\n")]
    [InlineData("1.1.0", 0, "- Older.\n")]
    [InlineData("1.0.0", 1, "")]
    [InlineData("1.2", 1, "")]
    public void Release_notes_are_the_section_of_the_version_or_nothing_is_released(string version, int code, string notes)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var file = Path.GetTempFileName();
        File.WriteAllText(file, "# Changelog\n\n## [Unreleased]\n\n- Not yet.\n\n## [1.2.0] - 2026-11-24\n\n### Added\n\n- Something.\n\n## [1.1.0] - 2026-10-01\n\n- Older.\n\n## [1.0.0] - 2026-09-01\n\n[1.2.0]: https://example.com\n");
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", [Path.Combine(Root, ".github", "release-notes.sh"), version, file]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal((code, notes), (process.ExitCode, text));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"^\s*(- )?uses: ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsesLine();

    [GeneratedRegex(@"uses: (?<action>[\w.-]+/[\w./-]+)@(?<commit>[0-9a-f]{40}) # v(?<version>\d+\.\d+\.\d+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PinnedLine();

    private static bool IsForPullRequests(YamlMappingNode root) => Child(root, "on") is YamlMappingNode on && Child(on, "pull_request") is not null;

    private static YamlMappingNode Read(string file)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(File.ReadAllText(PathOf(file)));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<(string Name, YamlNode Job)> Jobs(YamlMappingNode root) =>
        ((YamlMappingNode)Child(root, "jobs")!).Children.Select(j => (((YamlScalarNode)j.Key).Value!, j.Value));

    private static IEnumerable<YamlNode> Steps(YamlNode job) => (Child(job, "steps") as YamlSequenceNode)?.Children ?? [];

    private static YamlNode? Child(YamlNode node, string key) => (node as YamlMappingNode)?.Children.FirstOrDefault(c => (c.Key as YamlScalarNode)?.Value == key).Value;

    private static string? Text(YamlNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;

    private static string PathOf(string file) => Path.Combine(Root, ".github", "workflows", file);
}

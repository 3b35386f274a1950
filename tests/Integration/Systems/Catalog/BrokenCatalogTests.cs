using OpsAutomation.Cli.Verbs;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Catalog;

public sealed class BrokenCatalogTests : IDisposable
{
    private static readonly string[] Expected =
    [
        "guardrails.yaml:32:",
        "routing.yaml:4:",
        "services.yaml:",
        "classification.yaml:",
        "playbooks/restart-web-app.yaml:26:",
        "playbooks/scale-out-vmss.yaml:",
    ];

    private readonly CatalogCopy _catalog = new CatalogCopy()
        .Replace("guardrails.yaml", "maxActionsPerHour: 10", "maxActionsPerHour: many")
        .Replace("routing.yaml", "environment: simulated", "enviroment: simulated")
        .Replace("services.yaml", "tier: 3", "tier: 99")
        .Replace("classification.yaml", "signal: [budget]", "signal: [bugdet]")
        .Replace("playbooks/restart-web-app.yaml", "autonomy: approve", "autonomy: sometimes")
        .Replace("playbooks/scale-out-vmss.yaml", "action: vmss.scale-out", "action: vmss.scale-up");

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public async Task A_start_is_stopped_by_every_problem_at_once_each_with_its_place()
    {
        var refused = await Assert.ThrowsAsync<CliException>(() => LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = _catalog.Folder }));

        Assert.Equal(ExitCodes.NotWell, refused.ExitCode);
        AssertAllTold(refused.Message);
    }

    [Fact]
    public async Task Lint_tells_every_problem_at_once_and_answers_1()
    {
        var (code, output) = await CommandLine.DotnetAsync(typeof(CliException).Assembly.Location, "lint", _catalog.Folder);

        Assert.Equal(1, code);
        AssertAllTold(output);
    }

    [Fact]
    public async Task Lint_of_the_catalogue_as_it_is_answers_0()
    {
        var (code, output) = await CommandLine.DotnetAsync(typeof(CliException).Assembly.Location, "lint");

        Assert.True(code == 0, output);
        Assert.Contains("no problems", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_YAML_hides_no_problem_of_the_others()
    {
        await File.WriteAllTextAsync(Path.Combine(_catalog.Folder, "services.yaml"), "services:\n  - name: [\n");
        File.Delete(Path.Combine(_catalog.Folder, "classification.yaml"));

        var refused = await Assert.ThrowsAsync<CliException>(() => LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = _catalog.Folder }));

        AssertAllTold(refused.Message);
    }

    private static void AssertAllTold(string text)
    {
        var lines = text.Split('\n');
        Assert.All(Expected, place => Assert.Contains(lines, l => l.StartsWith(place, StringComparison.Ordinal)));
        Assert.All(
            lines.Where(l => l.Contains(" OPS1", StringComparison.Ordinal)),
            l => Assert.Matches(@"^[\w./-]+\.yaml:\d+:\d+: (error|warning) OPS1\d{3}: .+", l));
    }
}

using System.Text.Json;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Backtests;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Backtests;

/// <summary>From a running system to an events file, and through two catalogues on the command line.</summary>
public sealed class BacktestTests(SharedSystem shared) : IClassFixture<SharedSystem>, IDisposable
{
    private readonly LocalSystemDriver _system = shared.Driver;
    private readonly string _events = Path.GetTempFileName();
    private readonly CatalogCopy _catalog = new CatalogCopy()
        .Replace("routing.yaml", "  - name: grave\n    when:\n      severity: [sev0, sev1]\n    then: page", "  - name: grave\n    when:\n      severity: [sev0, sev1]\n    then: ticket")
        .Replace("routing.yaml", "    escalation: grave\n", string.Empty);

    private static string Ops => typeof(CliException).Assembly.Location;

    private static string Day => Path.Combine(CommandLine.Root, "tests", "Unit", "Core", "Backtests", "Samples", "day.ndjson");

    public void Dispose()
    {
        _catalog.Dispose();
        File.Delete(_events);
    }

    [Fact]
    public async Task What_a_system_received_is_exported_and_runs_again_to_the_same_disposition()
    {
        var id = await _system.FireSampleAsync("cpu-high");
        var kind = (await _system.DispositionAsync(id)).Kind;
        var (from, to) = (_system.Clock.GetUtcNow().AddHours(-1), _system.Clock.GetUtcNow().AddHours(1));
        var answer = await _system.GetAsync($"/api/intake/export?from={from:yyyy-MM-ddTHH:mm:ss}Z&to={to:yyyy-MM-ddTHH:mm:ss}Z");
        Assert.Equal(200, answer.Status);

        var (events, problems) = EventsFile.Read(answer.Json["events"]!.AsArray().Select(e => e!.ToJsonString()));
        Assert.Empty(problems);
        var result = await Backtest.RunAsync(_system.Service<Core.Catalog.OpsCatalog>(), events);
        Assert.Equal(kind, Assert.Single(result.Alerts, a => a.Id == id).Kind);
    }

    [Theory]
    [InlineData("", "from")]
    [InlineData("?from=2026-11-24T00:00:00Z", "to")]
    [InlineData("?from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z", "to")]
    [InlineData("?from=2026-01-01T00:00:00Z&to=2026-11-23T00:00:00Z", "to")]
    [InlineData("?from=2026-11-24T00:00:00Z&to=2026-11-24T01:00:00Z&after=control/x", "after")]
    public async Task A_wrong_export_names_the_field(string query, string field)
    {
        var answer = await _system.GetAsync("/api/intake/export" + query);
        Assert.Equal((400, field), (answer.Status, answer.Json["field"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_stranger_gets_no_events() =>
        Assert.Equal(401, (int)(await _system.Http.GetAsync(new Uri("/api/intake/export?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z", UriKind.Relative))).StatusCode);

    [Fact]
    public async Task Two_catalogues_are_compared_and_the_exit_code_says_when_pages_are_gone()
    {
        var (code, output) = await CommandLine.DotnetAsync(Ops, "backtest", "--events", Day, "--catalog", _catalog.Folder, "--against", Path.Combine(CommandLine.Root, "catalog"), "--fail-on", "pages-removed");
        Assert.Equal(1, code);
        Assert.Contains("pages removed: ", output, StringComparison.Ordinal);
        Assert.Contains("Opened a ticket of Sev1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_comparison_prints_the_same_bytes_and_has_the_fields_of_its_schema()
    {
        string[] arguments = [Ops, "backtest", "--events", Day, "--catalog", _catalog.Folder, "--against", Path.Combine(CommandLine.Root, "catalog"), "--json"];
        var (code, once) = await CommandLine.DotnetAsync(arguments);
        var (_, again) = await CommandLine.DotnetAsync(arguments);
        Assert.Equal((0, once), (code, again));

        using var report = JsonDocument.Parse(once);
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(CommandLine.Root, "docs", "schemas", "backtest.schema.json")));
        Assert.Equal(Names(schema.RootElement.GetProperty("properties")), Names(report.RootElement));
        Assert.Equal(Names(schema.RootElement.GetProperty("definitions").GetProperty("difference").GetProperty("properties")), Names(report.RootElement.GetProperty("difference")));
        Assert.Equal(Names(schema.RootElement.GetProperty("definitions").GetProperty("summary").GetProperty("properties")), Names(report.RootElement.GetProperty("after")));
    }

    [Fact]
    public async Task Wrong_lines_and_wrong_words_are_wrong_usage()
    {
        await File.WriteAllTextAsync(_events, "{}\nx\n");
        var (code, output) = await CommandLine.DotnetAsync(Ops, "backtest", "--events", _events);
        Assert.Equal(2, code);
        Assert.Contains("line 1: 'source'", output, StringComparison.Ordinal);
        Assert.Contains("line 2: ", output, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.DotnetAsync(Ops, "backtest", "--events", Day, "--fail-on", "any")).Code);
    }

    private static IEnumerable<string> Names(JsonElement map) => map.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
}

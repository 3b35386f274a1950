using System.Text.Json.Nodes;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Verbs;

/// <summary>The verbs of the intake as processes, beside a running system: what they print, and with which code they end.</summary>
public sealed class IntakeVerbTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("ops-verbs-").FullName;
    private LocalSystemDriver _system = null!;

    private static string Ops => typeof(CliException).Assembly.Location;

    // The verbs look back from the time of the machine, so the system lives at that time too.
    public async Task InitializeAsync()
    {
        _system = await LocalSystemDriver.StartAsync();
        await _system.StopAsync();
        await _system.StartLaterAsync(TimeProvider.System.GetUtcNow() - LocalSystemDriver.Morning);
        await File.WriteAllTextAsync(Path.Combine(_data, "keys.json"), new JsonObject { ["functionKeys"] = new JsonObject { ["default"] = _system.FunctionKey } }.ToJsonString());
    }

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task What_was_fired_is_listed_and_explained()
    {
        var (code, fired) = await AskAsync("fire", "checkout-errors");
        Assert.Equal(0, code);
        var id = fired.Split(' ')[1];
        await _system.DispositionAsync(id);

        var (listed, list) = await AskAsync("alerts", "--source", "azure-monitor", "--since", "1h");
        Assert.Equal(0, listed);
        Assert.Contains(id, list, StringComparison.Ordinal);
        var json = JsonNode.Parse((await AskAsync("alerts", "--limit", "1", "--json")).Output)!;
        Assert.Equal(id, Assert.Single(json["alerts"]!.AsArray())!["id"]!.GetValue<string>());
        Assert.Contains("No alert fits", (await AskAsync("alerts", "--rule", "no such rule")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await AskAsync("alerts", "--since", "tomorrow")).Code);
        Assert.Equal(1, (await AskAsync("alerts", "--disposition", "Forgotten")).Code);

        var (explained, text) = await AskAsync("explain", id);
        Assert.Equal(0, explained);
        Assert.Contains("why:", text, StringComparison.Ordinal);
        Assert.Contains("otherwise:", text, StringComparison.Ordinal);
        Assert.Contains("Opened", (await AskAsync("explain", "--service", "shop-checkout")).Output, StringComparison.Ordinal);
        Assert.NotEmpty(JsonNode.Parse((await AskAsync("explain", id, "--json")).Output)!["dispositions"]!.AsArray());

        Assert.Equal(2, (await AskAsync("explain")).Code);
        Assert.Equal(2, (await AskAsync("explain", id, "--rule", "x")).Code);
        Assert.Equal(1, (await AskAsync("explain", "al-unknown")).Code);
        Assert.Equal(1, (await AskAsync("explain", "--rule", "no such rule")).Code);
        Assert.Equal(1, (await AskAsync("explain", id, "--body")).Code);
    }

    [Fact]
    public async Task The_body_of_what_was_not_understood_can_be_tried_again()
    {
        // Alone it would be refused at the door; beside one that is well it is kept.
        var broken = JsonNode.Parse("""{"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": 7}}""");
        var id = (await _system.FireAsync(new JsonArray(broken, await SampleAsync()).ToJsonString()))[0];
        await _system.DispositionAsync(id);

        var (code, body) = await AskAsync("explain", id, "--body");
        Assert.Equal(0, code);
        var file = Path.Combine(_data, "body.json");
        await File.WriteAllTextAsync(file, body);
        Assert.Contains("Not understood", (await AskAsync("explain", id)).Output, StringComparison.Ordinal);

        var (again, text) = await RunAsync("normalize", file, "--source", "azure-monitor");
        Assert.Equal(1, again);
        Assert.Contains("refused with 400", text, StringComparison.Ordinal);
        Assert.True(text.Contains("essentials", StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task A_silence_is_tried_made_listed_cancelled_and_made_again()
    {
        var (tried, preview) = await AskAsync("silence", "create", "--match", "service=shop-web", "--preview");
        Assert.Equal(0, tried);
        Assert.Contains("hidden", preview, StringComparison.Ordinal);
        Assert.Contains("No silences", (await AskAsync("silence", "list")).Output, StringComparison.Ordinal);

        string[] create = ["silence", "create", "--match", "service=shop-web", "--for", "2h", "--reason", "deploying", "--as", "ana", "--json"];
        var first = JsonNode.Parse((await AskAsync(create)).Output)!["silence"]!["id"]!.GetValue<string>();
        Assert.Contains(first, (await AskAsync("silence", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await AskAsync("silence", "cancel", first, "--as", "ana", "--reason", "done early")).Code);
        Assert.Equal(1, (await AskAsync("silence", "cancel", first, "--as", "ana", "--reason", "done early")).Code);

        var second = JsonNode.Parse((await AskAsync(create)).Output)!;
        Assert.True(second["created"]!.GetValue<bool>());
        Assert.NotEqual(first, second["silence"]!["id"]!.GetValue<string>());

        var (code, wrong) = await AskAsync("silence", "create", "--match", "servic=shop-web", "--for", "2h", "--reason", "x", "--as", "ana");
        Assert.Equal(1, code);
        Assert.Contains("service", wrong, StringComparison.Ordinal);
        Assert.Equal(2, (await AskAsync("silence", "create", "--for", "2h")).Code);
    }

    [Fact]
    public async Task What_came_in_is_exported_and_runs_again()
    {
        await _system.DispositionAsync(Assert.Single(await _system.FireAsync((await SampleAsync()).ToJsonString())));
        var file = Path.Combine(_data, "events.ndjson");
        var (code, text) = await AskAsync("export-events", "--since", "1h", "--out", file);
        Assert.Equal(0, code);
        Assert.Contains("1 events written", text, StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(file));

        var (ran, report) = await RunAsync("backtest", "--events", file, "--json");
        Assert.Equal(0, ran);
        Assert.Equal(1, JsonNode.Parse(report)!["events"]!.GetValue<int>());
        Assert.Equal(2, (await AskAsync("export-events", "--since", "40d", "--out", file)).Code);
        Assert.Equal(2, (await AskAsync("export-events", "--since", "1h")).Code);
    }

    [Fact]
    public async Task A_payload_is_shown_as_what_it_becomes()
    {
        var file = Path.Combine(_data, "payload.json");
        await File.WriteAllTextAsync(file, (await SampleAsync()).ToJsonString());
        var (code, text) = await RunAsync("normalize", file);
        Assert.Equal(0, code);
        Assert.Contains("recognised as azure-monitor", text, StringComparison.Ordinal);
        Assert.Single(JsonNode.Parse((await RunAsync("normalize", file, "--json")).Output)!["alerts"]!.AsArray());

        var (unknown, hint) = await RunAsync("normalize", file, "--source", "azure-monitr");
        Assert.Equal(2, unknown);
        Assert.Contains("Did you mean azure-monitor?", hint, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("normalize", file + ".absent")).Code);
        await File.WriteAllTextAsync(file, "{ no json");
        Assert.Equal(1, (await RunAsync("normalize", file)).Code);
    }

    [Fact]
    public async Task The_rules_are_measured_and_a_bar_can_be_set()
    {
        var (code, text) = await RunAsync("classify");
        Assert.Equal(0, code);
        Assert.Contains("confidence", text, StringComparison.Ordinal);
        Assert.True(JsonNode.Parse((await RunAsync("classify", "--json")).Output)!["accuracy"]!.GetValue<double>() >= 0.95);
        Assert.Equal(2, (await RunAsync("classify", "--minimum", "1.5")).Code);
    }

    [Fact]
    public async Task Where_nothing_answers_or_no_key_is_the_verb_says_so()
    {
        var (code, text) = await RunAsync("alerts", "--to", "http://127.0.0.1:9", "--data", _data);
        Assert.Equal(1, code);
        Assert.Contains("Nothing answers", text, StringComparison.Ordinal);
        Assert.Contains("no key file", (await RunAsync("alerts", "--data", Path.Combine(_data, "absent"))).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("alerts", "--to", "http://example.org", "--data", _data)).Code);
    }

    private static Task<(int Code, string Output)> RunAsync(params string[] arguments) => CommandLine.DotnetAsync([Ops, .. arguments]);

    private Task<(int Code, string Output)> AskAsync(params string[] arguments) =>
        RunAsync([.. arguments, "--to", _system.Http.BaseAddress!.ToString(), "--data", _data]);

    private async Task<JsonNode> SampleAsync()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(CommandLine.Root, "local", "Cli", "Samples", "cpu-high.json"));
        return JsonNode.Parse(text.Replace("{{now}}", _system.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))!;
    }
}

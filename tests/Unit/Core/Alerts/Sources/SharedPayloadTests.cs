using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class SharedPayloadTests
{
    private const string FolderVariable = "OPS_SHARED_DATA";

    // Captured bodies that are rightly no alert, each with what says so.
    private static readonly Dictionary<string, string> NoAlerts = new(StringComparer.Ordinal)
    {
        ["alertmanager-v3"] = "aged: version 3 was Alertmanager's until 0.5",
        ["aws-eventbridge-generic"] = "an instance changed its state, which says nothing about trouble",
        ["aws-sns-lambdaevent"] = "the message is a plain text",
        ["azuremonitor-appinsights-logcontext"] = "a fragment, the context of an alert without its alert",
        ["eventgrid-schema-blobcreated"] = "work that was done",
    };

    public static TheoryData<string> Names => [.. ReadingTable.Samples.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_becomes_what_the_table_says(string name)
    {
        var (_, source, body) = ReadingTable.Samples.First(s => s.Name == name);
        Assert.Equal(ReadingTable.Expected[name], ReadingTable.Lines(body, source));
    }

    [Fact]
    public void Nothing_is_expected_of_a_sample_that_is_gone() =>
        Assert.Empty(ReadingTable.Expected.Keys.Except(ReadingTable.Samples.Select(s => s.Name), StringComparer.Ordinal));

    [Fact]
    public void Every_captured_body_is_recognised_by_exactly_one_source_and_becomes_alerts()
    {
        // Only where a folder of captured payloads is named; they are not ours to copy.
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } named)
        {
            return;
        }

        foreach (var file in Directory.GetFiles(Path.Combine(named, "payloads"), "*.json"))
        {
            var (name, body) = (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
            var recognised = AlertSources.All.Names.Where(n => Reading.Source(n).Recognises(AzureSamples.Json(body))).ToArray();
            var lines = ReadingTable.Lines(body).ToArray();
            var isFragment = name == "azuremonitor-appinsights-logcontext";
            Assert.True(recognised.Length == (isFragment ? 0 : 1), $"{name}: {string.Join(' ', recognised)}");
            Assert.True(Array.TrueForAll(lines, l => l.Contains(" | dead letter | ", StringComparison.Ordinal) || l.Contains(" | refused ", StringComparison.Ordinal)) == NoAlerts.ContainsKey(name), $"{name}: {lines[0]}");
        }
    }
}

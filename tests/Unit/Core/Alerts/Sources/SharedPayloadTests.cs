using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class SharedPayloadTests
{
    private const string FolderVariable = "OPS_SHARED_DATA";

    // Bodies that are rightly no alert.
    private static readonly string[] NoAlerts = ["alertmanager-v3", "alertmanager/v3", "legacy-pending", "legacy-paused", "v3-ping", "v3-annotated"];

    [Theory]
    [InlineData("alertmanager")]
    [InlineData("grafana")]
    [InlineData("datadog")]
    [InlineData("pagerduty")]
    public void Every_captured_body_becomes_alerts_and_is_recognised(string source)
    {
        // A folder of captured payloads where one is named; the samples that everybody has otherwise.
        var bodies = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named
            ? Directory.GetFiles(Path.Combine(named, "payloads"), source + "-*.json").Select(f => (Name: Path.GetFileNameWithoutExtension(f), Body: File.ReadAllText(f)))
            : SampleFiles.All.Where(s => s.Source == source).Select(s => (Name: $"{s.Source}/{s.Name}", s.Body));
        Assert.NotEmpty(bodies);
        foreach (var (name, body) in bodies)
        {
            Assert.True(Reading.Source(source).Recognises(AzureSamples.Json(body)), name);
            var noAlert = Array.Exists(NoAlerts, n => name.EndsWith(n, StringComparison.Ordinal));
            Assert.All(Reading.All(source, body), r => Assert.True(r.Alert is not null ^ noAlert, $"{name}: {r.DeadLetter?.Field} {r.DeadLetter?.Reason}"));
        }
    }
}

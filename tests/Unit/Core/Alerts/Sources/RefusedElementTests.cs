using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources.AzureMonitor;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class RefusedElementTests
{
    [Theory]
    [InlineData("""{"customProperties":{"password":"canary"},"a":1,"a":2}""")]
    [InlineData("""{"schemaId":5,"headers":{"x-api-key":"canary"}}""")]
    public async Task What_is_kept_of_an_element_that_cannot_be_read_holds_no_secret(string element)
    {
        var clock = new FakeTimeProvider();
        var store = new InMemoryRecordStore();
        var ledger = new IntakeLedger(store, new DuePointers(store, clock), clock);
        using var body = JsonDocument.Parse($"[{element}]");

        var stored = await ledger.StoreAsync("azure-monitor", new AzureMonitorSource().Split(body.RootElement).Items);

        var item = await ledger.ReadAsync(Assert.Single(stored).Reference);
        Assert.NotNull(item!.Unparseable);
        Assert.DoesNotContain("canary", OpsJson.Write(item), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_alerts_of_many_targets_do_not_become_a_flood()
    {
        var targets = string.Join(',', Enumerable.Range(0, 100).Select(t => $"\"{t}\""));
        var alerts = Enumerable.Range(0, 300).Select(n => $$$$"""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertRule":"r{{{{n}}}}","alertTargetIDs":[{{{{targets}}}}]}}}""");
        using var body = JsonDocument.Parse($"[{string.Join(',', alerts)}]");

        // What has no room is a dead letter with its reason, and what came before it stays.
        var items = new AzureMonitorSource().Split(body.RootElement).Items;
        Assert.Equal((5000, 250), (items.Count(i => i.Unparseable is null), items.Count(i => i.Unparseable is not null)));
        Assert.Contains("5000 alerts", items[^1].Unparseable!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu\u200Bhigh", "cpu high")]
    [InlineData("a\u061Cb\u2060c\u00ADd", "a b c d")]
    [InlineData("x\U000E0041y", "x y")]
    public void Invisible_characters_do_not_reach_a_record(string text, string expected) => Assert.Equal(expected, AlertText.Clean(text, 100));
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>Our own doings, come back as alerts, never page or start anything.</summary>
public sealed class EchoTests
{
    private readonly Estate _estate = new("echoes: {principals: [AAAA-1]}");

    [Theory]
    [InlineData("dedupKey", "INC-20261124-0123456789", "INC-20261124-0123456789")]
    [InlineData("dedupKey", "INC-20261124-0123456789:escalated", "INC-20261124-0123456789")]
    [InlineData("azure.caller", "aaaa-1", null)]
    [InlineData("drill", "true", null)]
    public async Task They_are_merged_and_told_to_nobody(string label, string value, string? incident)
    {
        var disposition = (await _estate.ReceiveAsync(Labelled(label, value)))[0];
        Assert.Equal((DispositionKind.Merged, incident), (disposition.Kind, disposition.IncidentId));
        Assert.Contains("would have opened", disposition.Otherwise, StringComparison.Ordinal);
        Assert.Empty(_estate.Told);
        Assert.Empty(await _estate.Ledger.ReadOpenAsync("shop"));
    }

    [Theory]
    [InlineData("dedupKey", "someone-elses")]
    [InlineData("dedupKey", "x INC-20261124-0123456789")]
    [InlineData("azure.caller", "bbbb-2")]
    [InlineData("drill", "false")]
    public async Task Others_doings_are_not_taken_for_ours(string label, string value) =>
        Assert.Equal(DispositionKind.Opened, (await _estate.ReceiveAsync(Labelled(label, value)))[0].Kind);

    [Fact]
    public async Task A_drill_explains_no_real_alert()
    {
        var estate = new Estate("inhibitions: [{name: host-down, source: [rule = host-down], target: [rule != host-down], equal: [resource]}]");
        var drill = SomeAlert.Firing("al-drill", "web", "platform", rule: "host-down") with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["drill"] = "true" } };
        var real = SomeAlert.Firing("al-real", "web", "shop");
        await estate.ReceiveAsync(drill, real);

        Assert.Equal(DispositionKind.Opened, (await estate.HistoryAsync(real))[^1].Kind);
    }

    [Fact]
    public async Task Drills_do_not_count_for_a_common_cause()
    {
        var estate = new Estate("commonCause: {calm: 10m, limits: [{name: rule, by: [rule], resources: 4, within: 5m}]}");
        for (var i = 0; i < 3; i++)
        {
            await estate.ReceiveAsync(SomeAlert.Firing($"al-{i}", $"vm-{i}", $"svc-{i}") with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["drill"] = "true" } });
        }

        Assert.Equal(DispositionKind.Opened, (await estate.ReceiveAsync(SomeAlert.Firing("al-real", "vm-9", "shop")))[0].Kind);
    }

    private static Alert Labelled(string label, string value) => SomeAlert.Firing("al-1", "web", "shop") with
    {
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [label] = value },
    };
}

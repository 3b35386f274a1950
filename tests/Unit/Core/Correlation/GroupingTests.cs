using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>Alerts that agree in a label are one incident, whatever their service, and whichever came first.</summary>
public sealed class GroupingTests
{
    private readonly Estate _estate = new("grouping: [{name: cluster, match: ['signal = Metric'], by: [label.cluster]}]");

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    public async Task In_any_order_the_oldest_has_the_incident_and_the_others_are_in_it(params int[] order)
    {
        var alerts = Enumerable.Range(0, 3).Select(i => On($"svc-{i}", "blue", minute: i)).ToArray();
        foreach (var i in order)
        {
            await _estate.ReceiveAsync(alerts[i]);
        }

        Assert.Single(await _estate.FiringAsync("svc-0"));
        var incident = Assert.Single(await _estate.Ledger.ReadOpenAsync("svc-0")).IncidentId;
        foreach (var alert in alerts[1..])
        {
            Assert.Empty(await _estate.FiringAsync(alert.Service!));
            var current = (await _estate.HistoryAsync(alert))[^1];
            Assert.Equal((DispositionKind.Merged, incident), (current.Kind, current.IncidentId));
            Assert.Contains("label.cluster blue", current.Reason, StringComparison.Ordinal);
        }

        Assert.Contains(_estate.Told, t => t.Kind == ScopeOutbox.Note);
    }

    [Fact]
    public async Task Another_value_or_none_is_another_incident()
    {
        var kinds = (await _estate.ReceiveAsync(On("svc-0", "blue"), On("svc-1", "green"), On("svc-2", null), On("svc-3", null))).Select(d => d.Kind);
        Assert.All(kinds, k => Assert.Equal(DispositionKind.Opened, k));
    }

    [Fact]
    public async Task When_the_oldest_ends_the_next_has_an_incident_and_the_rest_follow_it()
    {
        await _estate.ReceiveAsync(On("svc-0", "blue", 0), On("svc-1", "blue", 1), On("svc-2", "blue", 2));
        await _estate.ReceiveAsync(SomeAlert.Resolved("end", "vm-svc-0", "svc-0", minute: 5));
        Assert.Single(await _estate.FiringAsync("svc-1"));
        Assert.Empty(await _estate.FiringAsync("svc-2"));
    }

    [Fact]
    public async Task An_incident_that_a_person_closed_leads_nobody_any_more()
    {
        await _estate.ReceiveAsync(On("svc-0", "blue", 0), On("svc-1", "blue", 1));
        var incident = Assert.Single(await _estate.Ledger.ReadOpenAsync("svc-0"));
        Assert.True((await _estate.Ledger.TryCloseAsync("svc-0", incident.IncidentId, 9)).Closed);
        await _estate.DrainAsync("scope-svc-0");
        Assert.Single(await _estate.FiringAsync("svc-1"));
    }

    [Fact]
    public async Task Two_resources_without_a_service_in_one_scope_are_one_incident_too()
    {
        // The scope of both is what the estate makes of no service: their resource; so give them one scope by hand.
        foreach (var i in (int[])[0, 1])
        {
            var alert = SomeAlert.Firing($"al-{i}", $"vm-{i}", minute: i) with { Labels = Cluster("blue") };
            var result = await _estate.Ledger.ApplyAsync("rg-shared", [alert]);
            await _estate.DrainAsync(result.Partition);
        }

        Assert.Single(await _estate.FiringAsync("rg-shared"));
    }

    private static Alert On(string service, string? cluster, int minute = 0) =>
        SomeAlert.Firing($"al-{service}", $"vm-{service}", service, minute: minute) with { Labels = Cluster(cluster) };

    private static Dictionary<string, string> Cluster(string? name) =>
        name is null ? new(StringComparer.Ordinal) : new(StringComparer.Ordinal) { ["cluster"] = name };
}

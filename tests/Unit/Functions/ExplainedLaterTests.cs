using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Functions;

/// <summary>An incident whose only alert turns out to be explained by another: what waits is withdrawn, and the run ends.</summary>
public sealed class ExplainedLaterTests
{
    private const string Platform = "svc-platform";

    private readonly ActivityBench _bench = new(new CorrelationSettings
    {
        Inhibitions =
        [
            new InhibitionSetting("host-down", AlertMatcher.Parse("rule = host-down").Matcher!, AlertMatcher.Parse("rule != host-down").Matcher!, [AlertField.Find("resource")!]),
        ],
    });

    [Fact]
    public async Task The_run_ends_without_acting_and_says_why()
    {
        await _bench.OpenAsync();
        await PlatformAsync(AlertStatus.Firing);
        await _bench.UntilAsync(c => c.Kind == CommandKind.Done);

        var file = await _bench.FileAsync();
        Assert.Equal(IncidentStatus.Closed, file.Head.Status);
        Assert.Equal(0, _bench.ScaleOut.Sends);
        Assert.Contains(file.Entries, e => e.Fact is Fact.AllClear && e.Text.Contains("host-down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_explanation_ends_before_the_close_the_same_incident_hears_that_it_fires()
    {
        await _bench.OpenAsync();
        await PlatformAsync(AlertStatus.Firing);
        await PlatformAsync(AlertStatus.Resolved);

        Assert.Single((await _bench.FileAsync()).Facts, f => f is Fact.AlertJoined { Alert.Id: "a-1" });
        Assert.Equal(DispositionKind.Merged, (await _bench.Scopes.ReadDispositionsAsync(ActivityBench.Scope, "a-1"))[^1].Kind);
    }

    [Fact]
    public async Task When_it_ends_after_the_close_a_new_incident_opens_for_what_still_fires()
    {
        await _bench.OpenAsync();
        await PlatformAsync(AlertStatus.Firing);
        await _bench.UntilAsync(c => c.Kind == CommandKind.Done);
        await PlatformAsync(AlertStatus.Resolved);

        var current = (await _bench.Scopes.ReadDispositionsAsync(ActivityBench.Scope, "a-1"))[^1];
        Assert.Equal(DispositionKind.Opened, current.Kind);
        Assert.NotEqual(_bench.Id, current.IncidentId);
        Assert.NotNull(await _bench.Journal.ReadAsync(current.IncidentId!));
    }

    private async Task PlatformAsync(AlertStatus status)
    {
        var now = _bench.Clock.GetUtcNow();
        var alert = Samples.Alert($"host-{status}", status) with
        {
            Rule = "host-down",
            Fingerprint = "f-host",
            Service = "platform",
            StartsAt = now,
            EndsAt = status == AlertStatus.Resolved ? now.AddSeconds(1) : null,
            ReceivedAt = now.AddSeconds(1),
        };
        await _bench.Pump.DrainAsync(await _bench.Scopes.ApplyAsync(Platform, [alert]), _bench.Client, CancellationToken.None);
    }
}

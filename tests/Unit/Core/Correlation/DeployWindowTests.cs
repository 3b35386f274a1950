using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>What a deployment of a service does to the alerts of that service which begin during it or soon after.</summary>
public sealed class DeployWindowTests
{
    private static readonly Alert Deployment = SomeAlert.Firing("dep-1", null, "shop", rule: "deployment of shop") with
    {
        Status = AlertStatus.Information,
        Severity = Severity.Sev4,
        Signal = new Signal(SignalKind.Deployment, "deployment", null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
        Summary = "Deployment of shop (v2) is in progress",
    };

    [Fact]
    public async Task An_alert_that_begins_during_a_deployment_is_held_back_and_told_when_it_outlasts_it()
    {
        var estate = new Estate("deployWindows: [{name: settle, match: ['rule = cpu-high'], for: 15m}]");
        var cpu = SomeAlert.Firing("al-1", "web", "shop", minute: 1);
        await estate.ReceiveAsync(Deployment, cpu);
        Assert.Contains("v2", (await estate.HistoryAsync(cpu))[0].Reason, StringComparison.Ordinal);
        await estate.PassAsync(TimeSpan.FromMinutes(16));

        Assert.Equal([DispositionKind.Suppressed, DispositionKind.Opened], (await estate.HistoryAsync(cpu)).Select(h => h.Kind));
    }

    [Fact]
    public async Task One_that_began_before_the_deployment_or_fits_no_window_is_told_at_once()
    {
        var estate = new Estate("deployWindows: [{name: settle, match: ['rule = cpu-high'], for: 15m}]");
        await estate.ReceiveAsync(Deployment with { StartsAt = SomeAlert.Noon.AddMinutes(2), ReceivedAt = SomeAlert.Noon.AddMinutes(2) });
        Assert.Equal(DispositionKind.Opened, (await estate.ReceiveAsync(SomeAlert.Firing("al-1", "web", "shop", minute: 1)))[0].Kind);
        Assert.Equal(DispositionKind.Merged, (await estate.ReceiveAsync(SomeAlert.Firing("al-2", "web", "shop", rule: "errors", minute: 3)))[0].Kind);
    }

    [Theory]
    [InlineData("", 59, DispositionKind.Suppressed)]
    [InlineData("", 61, DispositionKind.Opened)]
    [InlineData(", longest: 20m", 19, DispositionKind.Suppressed)]
    [InlineData(", longest: 20m", 21, DispositionKind.Opened)]
    [InlineData(", longest: 3h", 170, DispositionKind.Suppressed)]
    public async Task A_deployment_that_says_that_it_began_long_ago_is_believed_only_so_far(string longest, int minutesBefore, DispositionKind expected)
    {
        var estate = new Estate($"deployWindows: [{{name: settle, match: ['rule = cpu-high'], for: 15m{longest}}}]");
        await estate.ReceiveAsync(Deployment with { StartsAt = SomeAlert.Noon.AddDays(-3), EndsAt = SomeAlert.Noon });
        var cpu = SomeAlert.Firing("al-1", "web", "shop", minute: -minutesBefore) with { ReceivedAt = SomeAlert.Noon };
        Assert.Equal(expected, (await estate.ReceiveAsync(cpu))[0].Kind);
    }

    [Fact]
    public async Task A_failed_deployment_is_not_expected_itself()
    {
        var estate = new Estate("deployWindows: [{name: settle, match: ['service = shop'], for: 15m}]");
        Assert.Equal(DispositionKind.Opened, (await estate.ReceiveAsync(Deployment with { Status = AlertStatus.Firing, Severity = Severity.Sev2 }))[0].Kind);
    }

    [Fact]
    public async Task A_lowered_alert_is_told_mildly_and_again_at_full_severity_when_it_outlasts_the_window()
    {
        var estate = new Estate("deployWindows: [{name: settle, match: ['rule = cpu-high'], for: 15m, lowerTo: sev3}]");
        var cpu = SomeAlert.Firing("al-1", "web", "shop", minute: 1);
        await estate.ReceiveAsync(Deployment, cpu);
        var opened = OpsJson.Read<OpenIncident>(Assert.Single(estate.Told).Body);
        Assert.Equal(Severity.Sev3, opened.Alert.Severity);
        Assert.Contains("instead of Sev1", (await estate.HistoryAsync(cpu))[0].Reason, StringComparison.Ordinal);

        await estate.PassAsync(TimeSpan.FromMinutes(16));
        var joined = OpsJson.Read<JoinIncident>(Assert.Single(estate.Told, t => t.Kind == ScopeOutbox.AlertJoined).Body);
        Assert.Equal((Severity.Sev1, opened.IncidentId), (joined.Alert.Severity, joined.IncidentId));
        await estate.PassAsync(TimeSpan.FromMinutes(60));
        Assert.Single(estate.Told, t => t.Kind == ScopeOutbox.AlertJoined);
    }

    [Fact]
    public async Task An_alert_that_is_too_old_goes_to_a_person()
    {
        var estate = new Estate("maxAge: 2h");
        estate.Clock.Advance(TimeSpan.FromHours(3));
        await estate.ReceiveAsync(SomeAlert.Firing("al-1", "web", "shop"), SomeAlert.Firing("al-2", "web2", "shop2", minute: 175));
        var opened = estate.Told.Select(t => OpsJson.Read<OpenIncident>(t.Body)).ToArray();

        Assert.Contains("nothing is started automatically", opened[0].PersonOnly, StringComparison.Ordinal);
        Assert.Null(opened[1].PersonOnly);
    }
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class DeploymentTests
{
    private const string Sha = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

    [Fact]
    public void A_failed_deployment_of_GitHub_is_a_condition_with_commit_image_and_actor()
    {
        var alert = Reading.One("github-deployment", "status-failure");

        Assert.Equal((SignalKind.Deployment, AlertStatus.Firing, Severity.Sev2, "shop-web"), (alert.Signal.Kind, alert.Status, alert.Severity, alert.Service));
        Assert.Equal((Sha, "registry.shop.test/web:1.42.0", "ana"), (alert.Labels["commit"], alert.Labels["image"], alert.Labels["actor"]));
        Assert.Equal(("production", "failure", "shop-web"), (alert.Labels["environment"], alert.Labels["outcome"], alert.Labels["service"]));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 44, 0, TimeSpan.Zero), alert.StartsAt);
        Assert.Equal("Deployment of shop-web (registry.shop.test/web:1.42.0) to production by ana failed: done by the pipeline", alert.Summary);
        Assert.Equal("https://github.com/shop/shop-web/actions/runs/9", alert.Links["deployment"]);
    }

    [Theory]
    [InlineData("github-deployment", "status-failure", "status-success")]
    [InlineData("deployment", "failure", "success")]
    public void The_next_success_ends_a_failure(string source, string failed, string succeeded)
    {
        var (failure, success) = (Reading.One(source, failed), Reading.One(source, succeeded));
        Assert.Equal(failure.Fingerprint, success.Fingerprint);
        Assert.Equal((AlertStatus.Resolved, Severity.Sev4, "success"), (success.Status, success.Severity, success.Labels["outcome"]));
        Assert.True(success.EndsAt > failure.StartsAt);
    }

    [Theory]
    [InlineData("github-deployment", "status-in-progress")]
    [InlineData("github-deployment", "deployment")]
    [InlineData("deployment", "in-progress")]
    public void A_deployment_that_has_begun_is_information(string source, string sample)
    {
        var alert = Reading.One(source, sample);
        Assert.Equal((AlertStatus.Information, Severity.Sev4, "in-progress", null), (alert.Status, alert.Severity, alert.Labels["outcome"], alert.EndsAt));
        Assert.Equal((Sha, "ana"), (alert.Labels["commit"], alert.Labels["actor"].Split('@')[0]));
    }

    [Fact]
    public void A_run_of_a_workflow_that_deploys_is_a_deployment_and_a_test_run_is_none()
    {
        var alert = Reading.One("github-deployment", "workflow-run");
        Assert.Equal((AlertStatus.Firing, Sha, "ben", "Deploy"), (alert.Status, alert.Labels["commit"], alert.Labels["actor"], alert.Labels["pipeline"]));
        Assert.Equal((".github/workflows/deploy.yml", "main"), (alert.Signal.Dimensions["workflow"], alert.Signal.Dimensions["branch"]));

        var letter = Reading.Dead("github-deployment", "workflow-run-tests");
        Assert.Equal("workflow_run.name", letter.Field);
        Assert.StartsWith("Not an alert", Reading.Dead("github-deployment", "ping").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_release_hook_of_Azure_DevOps_is_read()
    {
        var alert = Reading.One("azure-deployment", "release-completed");
        Assert.Equal((AlertStatus.Firing, "shop-web", "Production"), (alert.Status, alert.Service, alert.Labels["environment"]));
        Assert.Equal((Sha, "ana@shop.test", "Release-7"), (alert.Labels["commit"], alert.Labels["actor"], alert.Labels["version"]));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 47, 0, TimeSpan.Zero), alert.StartsAt);
    }

    [Fact]
    public void The_pipeline_hook_of_Azure_DevOps_is_read()
    {
        var alert = Reading.One("azure-deployment", "stage-succeeded");
        Assert.Equal((AlertStatus.Resolved, "shop-web", "Deploy production"), (alert.Status, alert.Service, alert.Labels["environment"]));
        Assert.Equal((Sha, new DateTimeOffset(2026, 11, 24, 8, 48, 0, TimeSpan.Zero)), (alert.Labels["commit"], alert.EndsAt));
    }

    [Fact]
    public void Our_own_event_is_read_at_both_doors_and_may_name_a_known_resource()
    {
        var (own, azd) = (Reading.One("deployment", "failure"), Reading.One("azure-deployment", "azd-failure"));
        Assert.Equal((AzureSamples.WebSet.ToLowerInvariant(), "shop-web"), (own.Resource, own.Service));
        Assert.Equal((own.Summary, own.Status), (azd.Summary, azd.Status));
        Assert.Equal("1.42.0", own.Labels["version"]);
    }

    [Theory]
    [InlineData("\"outcome\": \"failure\"", "\"outcome\": \"failed\"", "data.outcome", "failure")]
    [InlineData("\"actor\":", "\"acter\":", "data.actor", null)]
    [InlineData("\"startedAt\": \"2026-11-24T08:41:00Z\"", "\"startedAt\": \"2026-11-24\"", "data.startedAt", null)]
    [InlineData("\"description\":", "\"descripton\":", "data.descripton", "description")]
    [InlineData("\"environment\": \"production\"", "\"environment\": 7", "data.environment", null)]
    [InlineData("\"specversion\": \"1.0\"", "\"specversion\": \"0.3\"", "specversion", "\"specversion\": \"1.0\"")]
    [InlineData("OpsAutomation.Deployment.Recorded", "OpsAutomation.Deployment.Record", "type", "OpsAutomation.Deployment.Recorded")]
    [InlineData("\"time\": \"2026-11-24T08:49:00Z\"", "\"time\": \"now\"", "time", "2026-11-24T12:13:31Z")]
    public void Our_own_event_is_read_strictly(string before, string after, string field, string? nearest)
    {
        var body = SampleFiles.Text("deployment", "failure");
        Assert.Contains(before, body, StringComparison.Ordinal);
        var letter = Assert.Single(Reading.All("deployment", body.Replace(before, after, StringComparison.Ordinal))).DeadLetter!;
        Assert.Equal((field, nearest), (letter.Field, letter.Nearest));
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var letter = Assert.Single(Reading.All(
            "deployment", """{"specversion":"1.0","id":"1","source":"/x","type":"OpsAutomation.Deployment.Recorded","data":{"outcome":"done","colour":"red"}}""")).DeadLetter!;
        Assert.Equal("data.outcome", letter.Field);
        foreach (var part in new[] { "data.service: it is required", "data.environment", "data.actor", "one of commit, image and version", "data.colour: it is no field" })
        {
            Assert.Contains(part, letter.Reason, StringComparison.Ordinal);
        }
    }
}

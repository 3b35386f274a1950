using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;

namespace OpsAutomation.Integration.Infra.Hooks;

public sealed class PostdeployTests : IDisposable
{
    private readonly HookRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [ProgramFact("openssl")]
    public async Task A_deployment_that_works_is_told_step_by_step()
    {
        var (code, said) = await _rig.RunAsync("postdeploy");

        Assert.True(code == 0, said);
        Assert.Equal(
            [
                "functions: 3",
                "subscriptions: all Succeeded",
                "secret link-key-k1 is there",
                "secret source-deployment-0 is there",
                "alert al-1 was accepted",
                "alert al-1 has its disposition: Opened",
                $"sign-in: {Routes.Length} routes refuse a forged principal",
                "done: https://func-ops-x.azurewebsites.net/ops",
            ],
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("vaultTopicName=evgs-ops-vault-x healthTopicName=evgs-ops-health-x", _rig.Calls, StringComparison.Ordinal);
        Assert.All(Routes, r => Assert.Contains($"--request {r.Split(' ')[0]} ", _rig.Calls, StringComparison.Ordinal));
        Assert.Empty(_rig.Left);
    }

    [ProgramFact("openssl")]
    public async Task No_secret_and_no_token_is_an_argument_or_is_said()
    {
        var (_, said) = await _rig.RunAsync("postdeploy");

        foreach (var secret in new[] { "value-of-a-secret", "secret-token", "host-key-secret" })
        {
            Assert.DoesNotContain(secret, said + _rig.Calls, StringComparison.Ordinal);
        }
    }

    [ProgramFact("openssl")]
    public async Task The_alert_that_it_posts_is_one_that_the_intake_understands()
    {
        await _rig.RunAsync("postdeploy");
        var body = _rig.Calls.Split('\n').Single(l => l.StartsWith("posted ", StringComparison.Ordinal))["posted ".Length..];

        Assert.True(AlertSources.All.TryFind("deployment", out var source));
        var split = AlertSources.All.Split(source, IntakeReader.Parse(System.Text.Encoding.UTF8.GetBytes(body)).Body);

        Assert.Null(split.Problem);
        Assert.Null(Assert.Single(split.Items).Unparseable);
        Assert.Equal("staging", (string?)JsonNode.Parse(body)!["data"]!["environment"]);
    }

    [Theory]
    [InlineData("FAKE_FUNCTIONS", "", "the app lists 0 functions")]
    [InlineData("FAKE_FUNCTIONS", "func/AlertIngress func/AlertReceived", "the app lists 2 functions")]
    [InlineData("FAKE_FAILS", "functionapp function list*", "the app lists 0 functions")]
    [InlineData("FAKE_FAILS", "deployment group create*", "Event Grid does not take the subscriptions")]
    [InlineData("FAKE_SUBSCRIPTION_STATE", "AwaitingManualAction", "the subscription accepted-alerts is AwaitingManualAction, not Succeeded")]
    [InlineData("FAKE_INTAKE", "401", "the intake answered 401 to an alert, not 202")]
    [InlineData("FAKE_ACCEPTED", "{}", "named no id")]
    [InlineData("FAKE_DISPOSITION", "none", "was accepted and has no disposition (last answer: 200)")]
    [InlineData("FAKE_DISPOSITION", "DeadLettered", "became a dead letter")]
    [InlineData("FAKE_OPEN", "POST api/approvals/x", "POST /api/approvals/x answered 200, not 401")]
    [InlineData("FAKE_OPEN", "GET ops", "the sign-in does not protect 1 route(s)")]
    public async Task What_does_not_work_fails_the_deployment_and_says_what_to_look_at(string variable, string value, string expected)
    {
        var (code, said) = await _rig.With(variable, value).RunAsync("postdeploy");

        Assert.Equal(1, code);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.DoesNotContain("done:", said, StringComparison.Ordinal);
        Assert.Empty(_rig.Left);
    }

    [ProgramFact("openssl")]
    public async Task A_signing_key_that_is_absent_is_made_and_the_app_started_again()
    {
        var (code, said) = await _rig.With("FAKE_SECRETS", "source-deployment-0").RunAsync("postdeploy");

        Assert.True(code == 0, said);
        Assert.Contains("secret link-key-k1 was made", said, StringComparison.Ordinal);
        Assert.Contains("az functionapp restart", _rig.Calls, StringComparison.Ordinal);
    }

    [ProgramFact("openssl")]
    public async Task Every_forged_request_brings_the_headers_of_the_platform_and_no_sign_in()
    {
        await _rig.RunAsync("postdeploy");
        var forged = _rig.Calls.Split('\n').Where(l => l.StartsWith("curl", StringComparison.Ordinal) && l.Contains("X-MS-CLIENT-PRINCIPAL:", StringComparison.Ordinal)).ToArray();

        Assert.Equal(Routes.Length, forged.Length);
        Assert.All(forged, f => Assert.DoesNotContain("--config", f, StringComparison.Ordinal));
        var principal = Regex.Match(forged[0], "X-MS-CLIENT-PRINCIPAL: ([A-Za-z0-9+/=]+)", RegexOptions.None, TimeSpan.FromSeconds(5)).Groups[1].Value;
        Assert.Contains("mallory", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(principal)), StringComparison.Ordinal);
    }

    private static string[] Routes { get; } = File.ReadAllLines(Programs.Repository("infra/hooks/protected-routes.txt"));
}

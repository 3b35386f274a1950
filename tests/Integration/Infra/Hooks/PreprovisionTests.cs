namespace OpsAutomation.Integration.Infra.Hooks;

public sealed class PreprovisionTests : IDisposable
{
    private readonly HookRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [ProgramFact("openssl")]
    public async Task With_everything_in_place_it_keeps_the_first_day_of_the_budget_and_goes_on()
    {
        var (code, said) = await _rig.RunAsync("preprovision");

        Assert.True(code == 0, said);
        Assert.Contains("ready to provision", said, StringComparison.Ordinal);
        Assert.Matches(@"azd env set OPS_BUDGET_START \d{4}-\d\d-01\n", _rig.Calls);
        Assert.Contains("azd env set OPS_VAULT_CREATE_MODE default", _rig.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", said + _rig.Calls, StringComparison.Ordinal);
        Assert.Empty(_rig.Left);
    }

    [Theory]
    [InlineData("FAKE_AZ_VERSION", "2.60.0", "az is 2.60.0; 2.75.0 or later")]
    [InlineData("FAKE_AZD_VERSION", "1.9.11", "azd is 1.9.11; 1.18.0 or later")]
    [InlineData("FAKE_SUBSCRIPTION", "", "az is not signed in. Run: az login")]
    [InlineData("FAKE_SUBSCRIPTION", "99999999-9999-9999-9999-999999999999", "Run: az account set --subscription 11111111-")]
    [InlineData("FAKE_PROVIDER", "NotRegistered", "Run: az provider register --namespace Microsoft.EventGrid --wait")]
    [InlineData("FAKE_FLEX_REGIONS", "swedencentral", "northeurope has no Flex Consumption")]
    [InlineData("FAKE_RUNTIMES", "8.0", "does not run .NET 10")]
    [InlineData("FAKE_DURABLE_REGIONS", "Sweden Central", "northeurope has no Durable Task Scheduler")]
    [InlineData("OPS_TEAMS_WEBHOOK", "", "OPS_TEAMS_WEBHOOK is not the https address")]
    [InlineData("OPS_ON_CALL_EMAIL", "nobody", "OPS_ON_CALL_EMAIL is nobody")]
    [InlineData("AZURE_LOCATION", "", "no region is chosen")]
    public async Task Each_problem_is_said_with_what_mends_it_and_nothing_is_changed(string variable, string value, string expected)
    {
        var (code, said) = await _rig.With(variable, value).RunAsync("preprovision");

        Assert.Equal(1, code);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.DoesNotContain("env set", _rig.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_are_said_at_once()
    {
        var (_, said) = await _rig.With("FAKE_FLEX_REGIONS", "swedencentral").With("OPS_TEAMS_WEBHOOK", null).With("OPS_ON_CALL_EMAIL", null).RunAsync("preprovision");

        Assert.Contains("3 problem(s); nothing was changed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Azure_Storage_as_the_backend_asks_for_no_scheduler()
    {
        var (code, said) = await _rig.With("FAKE_DURABLE_REGIONS", "Nowhere").With("OPS_DURABLE_BACKEND", "AzureStorage").RunAsync("preprovision");

        Assert.True(code == 0, said);
        Assert.DoesNotContain("Microsoft.DurableTask", _rig.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_vault_of_the_environment_is_taken_back_and_a_kept_budget_day_stays()
    {
        var (code, said) = await _rig.With("FAKE_DELETED_VAULT", "kv-ops-x").With("OPS_BUDGET_START", "2026-03-01").RunAsync("preprovision");

        Assert.True(code == 0, said);
        Assert.Contains("azd env set OPS_VAULT_CREATE_MODE recover", _rig.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain("OPS_BUDGET_START", _rig.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_applications_it_makes_both_and_gives_Azure_Monitor_its_role()
    {
        var (code, said) = await _rig.With("OPS_AUTH_CLIENT_ID", null).With("OPS_WEBHOOK_OBJECT_ID", null).RunAsync("preprovision");

        Assert.True(code == 0, said);
        Assert.Contains("azd env set OPS_AUTH_CLIENT_ID 22222222-", _rig.Calls, StringComparison.Ordinal);
        Assert.Contains("azd env set OPS_WEBHOOK_OBJECT_ID 33333333-", _rig.Calls, StringComparison.Ordinal);
        Assert.Contains("azd env set OPS_WEBHOOK_AUDIENCE api://22222222-", _rig.Calls, StringComparison.Ordinal);
        Assert.Contains("\"value\":\"ActionGroupsSecureWebhook\"", _rig.Calls, StringComparison.Ordinal);
        Assert.Contains("az ad sp show --id 461e8683-5575-4561-ac7f-899cc907d62a", _rig.Calls, StringComparison.Ordinal);
        Assert.Contains("/appRoleAssignedTo --body", _rig.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain("credential reset", _rig.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_make_applications_is_told_what_to_ask_for()
    {
        var (code, said) = await _rig.With("OPS_AUTH_CLIENT_ID", null).With("FAKE_FAILS", "ad app create*").RunAsync("preprovision");

        Assert.Equal(1, code);
        Assert.Contains("azd env set OPS_AUTH_CLIENT_ID", said, StringComparison.Ordinal);
    }
}

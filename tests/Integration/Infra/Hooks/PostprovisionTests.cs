namespace OpsAutomation.Integration.Infra.Hooks;

public sealed class PostprovisionTests : IDisposable
{
    private readonly HookRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [ProgramFact("openssl")]
    public async Task Absent_secrets_are_made_from_a_file_that_does_not_stay()
    {
        var (code, said) = await _rig.With("FAKE_SECRETS", "").With("OPS_SOURCES_WITH_SECRET", "[\"deployment\",\"azure-monitor\"]").RunAsync("postprovision");

        Assert.True(code == 0, said);
        foreach (var secret in new[] { "link-key-k1", "source-deployment-0", "source-azure-monitor-0" })
        {
            Assert.Contains($"secret {secret} was made", said, StringComparison.Ordinal);
            Assert.Matches($"keyvault secret set --vault-name kv-ops-x --name {secret} --file ", _rig.Calls);
        }

        Assert.DoesNotContain("--value", _rig.Calls, StringComparison.Ordinal);
        Assert.Contains("configreferences/appsettings/refresh", _rig.Calls, StringComparison.Ordinal);
        Assert.Empty(_rig.Left);
    }

    [Fact]
    public async Task Secrets_that_are_there_stay()
    {
        var (code, said) = await _rig.RunAsync("postprovision");

        Assert.True(code == 0, said);
        Assert.DoesNotContain("secret set", _rig.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_app_that_people_sign_in_with_comes_back_to_us_and_trusts_our_identity_instead_of_a_secret()
    {
        var (code, said) = await _rig.RunAsync("postprovision");

        Assert.True(code == 0, said);
        Assert.Contains("--web-redirect-uris https://func-ops-x.azurewebsites.net/.auth/login/aad/callback", _rig.Calls, StringComparison.Ordinal);
        Assert.Contains("\"subject\":\"88888888-8888-8888-8888-888888888888\"", _rig.Calls, StringComparison.Ordinal);
        Assert.Contains("federated-credential create", _rig.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("88888888-8888-8888-8888-888888888888", null)]
    [InlineData("99999999-9999-9999-9999-999999999999", "federated-credential update")]
    public async Task A_credential_that_is_there_is_changed_only_where_it_is_another_identity(string subject, string? expected)
    {
        var (code, said) = await _rig.With("FAKE_CREDENTIAL", subject).RunAsync("postprovision");

        Assert.True(code == 0, said);
        Assert.DoesNotContain("federated-credential create", _rig.Calls, StringComparison.Ordinal);
        Assert.Equal(expected is not null, _rig.Calls.Contains("federated-credential update", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_does_not_own_the_application_reads_what_its_owner_has_to_do()
    {
        var (code, said) = await _rig.With("FAKE_FAILS", "ad app update*").RunAsync("postprovision");

        Assert.True(code == 0, said);
        Assert.Contains("Its owner adds the redirect https://func-ops-x.azurewebsites.net/.auth/login/aad/callback", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_refuses_stops_it_with_the_role_that_is_needed()
    {
        var (code, said) = await _rig.With("FAKE_FAILS", "keyvault secret list*").RunAsync("postprovision");

        Assert.Equal(1, code);
        Assert.Contains("Key Vault Secrets Officer", said, StringComparison.Ordinal);
        Assert.Equal(12, _rig.Calls.Split("az keyvault secret list").Length - 1);
    }

    [Fact]
    public async Task Outputs_that_azd_does_not_know_are_named()
    {
        var (code, said) = await _rig.With("OPS_KEY_VAULT", null).RunAsync("postprovision");

        Assert.Equal(1, code);
        Assert.Contains("azd does not know OPS_KEY_VAULT; run azd provision first.", said, StringComparison.Ordinal);
    }
}

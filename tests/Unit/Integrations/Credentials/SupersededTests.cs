using OpsAutomation.Core.Services;
using OpsAutomation.Integrations.Credentials;
using OpsAutomation.Integrations.Graph;
using OpsAutomation.Integrations.KeyVault;

namespace OpsAutomation.Unit.Integrations.Credentials;

public sealed class SupersededTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_the_version_before_named_is_superseded()
    {
        var (old, _) = Judge(State([("v1", "k1", -600), ("v2", "k2", -120)], "k1", "k2", "k3"));
        Assert.Equal("k1", old?.KeyId);
    }

    [Fact]
    public void The_only_other_secret_is_superseded_where_nobody_wrote_anything_down()
    {
        var (old, _) = Judge(State([("v1", null, -600), ("v2", "k2", -120)], "k0", "k2"));
        Assert.Equal("k0", old?.KeyId);
    }

    [Fact]
    public void Nothing_is_guessed_among_several()
    {
        var (old, why) = Judge(State([("v1", null, -600), ("v2", "k2", -120)], "k0", "k1", "k2"));
        Assert.Null(old);
        Assert.Contains("cannot be told", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_retired_while_consumers_still_read()
    {
        var (old, why) = Judge(State([("v1", "k1", -600), ("v2", "k2", -59)], "k1", "k2"));
        Assert.Null(old);
        Assert.Contains("consumers have until 12:01", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_retired_while_the_new_one_does_not_work()
    {
        var (old, why) = Judge(State([("v1", "k1", -600), ("v2", "k2", -120)], "k1"));
        Assert.Null(old);
        Assert.Contains("names no secret", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://kv-shop.vault.azure.net/", true)]
    [InlineData("https://KV-SHOP.vault.azure.net/", true)]
    [InlineData("http://kv-shop.vault.azure.net/", false)]
    [InlineData("https://other.vault.azure.net/", false)]
    [InlineData("https://kv-shop.vault.azure.net.evil.test/", false)]
    [InlineData("https://kv-shop.vault.azure.net@evil.test/", false)]
    [InlineData("https://kv-shop.vault.azure.net:8443/", false)]
    [InlineData("https://kv-shop.vault.azure.net/path", false)]
    [InlineData("https://kv-shop.vault.azure.net/?x=1", false)]
    [InlineData("kv-shop.vault.azure.net", false)]
    [InlineData(null, false)]
    public void A_token_goes_to_the_vaults_own_host_alone(string? address, bool expected) =>
        Assert.Equal(expected, VaultGateway.Address(address, "kv-shop") is not null);

    [Fact]
    public void A_value_shows_itself_to_nobody()
    {
        var value = SecretValue.Of("s3cret");
        Assert.DoesNotContain("s3cret", $"{value} {System.Text.Json.JsonSerializer.Serialize(value)}", StringComparison.Ordinal);
    }

    private static (EntraPassword? Old, string? Why) Judge(SecretState state) => RetireVaultSecret.Superseded(state, TimeSpan.FromHours(1), Now);

    private static SecretState State((string Version, string? Key, int Minutes)[] versions, params string[] passwords) => new(
        new Credential("login", "/s", "app", null, []),
        new Uri("https://kv-shop.vault.azure.net/secrets/login"),
        null,
        new EntraApplication("app", "client", "shop", [.. passwords.Select(p => new EntraPassword(p, p, "abc", null, Now + TimeSpan.FromDays(10)))], 0),
        [.. versions.Select(v => new SecretVersion(v.Version, true, Now + TimeSpan.FromMinutes(v.Minutes), null, v.Key is null
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal) { [SecretVersion.KeyTag] = v.Key }))]);
}

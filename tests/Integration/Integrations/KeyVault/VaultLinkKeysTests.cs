using Azure;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Integrations.KeyVault;

namespace OpsAutomation.Integration.Integrations.KeyVault;

/// <summary>The key ring of links in a simulated vault: versions of one secret.</summary>
public sealed class VaultLinkKeysTests : IAsyncLifetime
{
    private static readonly Uri Secret = new("https://kv-ops-test.vault.azure.net/secrets/link-key-k1");

    private readonly SimulatedEstate _estate = new();

    public async Task InitializeAsync()
    {
        await _estate.OtherAsync("PUT", $"{SimulatedEstate.Group}/providers/Microsoft.KeyVault/vaults/kv-ops-test?api-version=2023-07-01", new { location = "westeurope", properties = new { } });
        await Ring().AddAsync(default);
    }

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task The_version_that_is_there_signs_at_once_under_its_own_id()
    {
        var ring = await ReadAsync();

        Assert.Matches("^[0-9a-f]{32}$", ring.Current.Id);
        Assert.Equal(ring.Current.Id, ring.Find(ring.Current.Id)!.Id);
        Assert.Null(ring.Find("k1"));
        Assert.Equal(Secret.AbsoluteUri, ring.Home);
    }

    [Fact]
    public async Task A_new_version_is_accepted_everywhere_before_it_signs_anywhere()
    {
        var ring = await ReadAsync();
        var old = ring.Current.Id;
        _estate.Clock.Advance(TimeSpan.FromHours(1));
        var added = await Ring().AddAsync(default);
        await ring.ReadAsync(default);

        Assert.Equal((old, added), (ring.Current.Id, ring.Find(added)!.Id));
        _estate.Clock.Advance(VaultLinkKeys.Settling);
        Assert.Equal((added, old), (ring.Current.Id, ring.Find(old)!.Id));
        _estate.Clock.Advance(LinkKey.AcceptedAfter + TimeSpan.FromMinutes(1));
        await ring.ReadAsync(default);
        Assert.Null(ring.Find(old));
    }

    [Fact]
    public async Task A_disabled_version_is_accepted_no_more_once_the_ring_is_read_again()
    {
        var ring = await ReadAsync();
        var leaked = ring.Current.Id;
        var added = await Ring().AddAsync(default);
        await Ring().DisableAsync(leaked, default);
        await ring.ReadAsync(default);

        Assert.Null(ring.Find(leaked));
        Assert.Equal(added, ring.Current.Id);
    }

    [Fact]
    public async Task A_vault_that_does_not_answer_is_done_without_for_an_hour_and_then_nothing_is_signed_or_accepted()
    {
        var ring = await ReadAsync();
        var id = ring.Current.Id;
        await _estate.FaultAsync(new { route = "*/secrets/*", status = 503 });
        _estate.Clock.Advance(VaultLinkKeys.Longest);
        await Assert.ThrowsAsync<RequestFailedException>(() => ring.ReadAsync(default));

        Assert.Equal(id, ring.Current.Id);
        _estate.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(ring.Find(id));
        Assert.Contains("cannot be read", Assert.Throws<InvalidOperationException>(() => ring.Current).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_is_read_once()
    {
        var ring = await ReadAsync();
        int Values() => _estate.Calls.All.Count(c => c.Method == "GET" && c.Path.Contains(ring.Current.Id, StringComparison.Ordinal));
        var before = Values();
        await ring.ReadAsync(default);

        Assert.Equal((1, before), (before, Values()));
    }

    [Fact]
    public async Task The_service_writes_no_key_and_says_who_can()
    {
        var rotation = (await ReadAsync()).Rotate(_estate.Clock.GetUtcNow());

        Assert.Null(rotation.Key);
        Assert.Contains("ops keys rotate --vault-secret https://kv-ops-test", rotation.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://kv-ops-test.vault.azure.net/secrets/link-key-k1", true)]
    [InlineData("http://kv-ops-test.vault.azure.net/secrets/link-key-k1", false)]
    [InlineData("https://kv-ops-test.vault.azure.net/secrets/link-key-k1/0123", false)]
    [InlineData("https://kv-ops-test.vault.azure.net/keys/link-key-k1", false)]
    [InlineData("https://kv-ops-test.vault.azure.net.evil.test/secrets/link-key-k1", false)]
    [InlineData("https://user@kv-ops-test.vault.azure.net/secrets/link-key-k1", false)]
    [InlineData("https://kv-ops-test.vault.azure.net/secrets/link-key-k1?x=1", false)]
    public void Only_a_secret_in_a_vault_is_a_ring(string address, bool accepted) => Assert.Equal(accepted, VaultLinkKeys.IsSecret(new Uri(address)));

    private VaultLinkKeys Ring() => new(Secret, _estate.Credential, _estate.Cloud.CreateTransport("ops-automation"), _estate.Clock, _estate.Calls);

    private async Task<VaultLinkKeys> ReadAsync()
    {
        var ring = Ring();
        await ring.ReadAsync(default);
        return ring;
    }
}

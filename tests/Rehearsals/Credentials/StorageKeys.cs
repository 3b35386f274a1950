using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals.Credentials;

/// <summary>A storage key that is too old: the unused one is made anew and published, then the other one.</summary>
public sealed class StorageKeys
{
    private const string Alert = "storage-key-old";

    [Fact]
    public async Task An_old_storage_key_is_replaced_in_the_vault_and_then_made_worthless()
    {
        await using var shop = await Shop.OpenAsync();
        var before = await shop.Azure.StorageKeysAsync(Shop.Account);
        Assert.Equal((before["key1"], "key1"), await shop.Azure.SecretAsync(Shop.StorageSecret));
        await shop.Fire(Alert);
        await Shop.ApproveBothAsync(shop);

        var after = await shop.Azure.StorageKeysAsync(Shop.Account);
        Assert.Equal((after["key2"], "key2"), await shop.Azure.SecretAsync(Shop.StorageSecret));
        Assert.DoesNotContain(after.Values, v => before.Values.Contains(v, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_vault_that_refuses_leaves_the_key_in_use_as_it_is()
    {
        await using var shop = await Shop.OpenAsync();
        var before = await shop.Azure.StorageKeysAsync(Shop.Account);
        await shop.Azure.FaultAsync(new { method = "PUT", route = "kv-shop.vault.azure.net/*", status = 403, code = "Forbidden" });
        await shop.Fire(Alert);
        await shop.ApproveByTwo();
        await shop.Until(IncidentStatus.Escalated);
        Assert.Equal(before["key1"], (await shop.Azure.StorageKeysAsync(Shop.Account))["key1"]);
        Assert.Equal((before["key1"], "key1"), await shop.Azure.SecretAsync(Shop.StorageSecret));
    }

    [Fact]
    public async Task A_lost_answer_of_a_new_key_is_made_good_by_another_one()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Azure.FaultAsync(new { method = "POST", route = "*/regenerateKey", dropAfterEffect = true, count = 1 });
        await shop.Fire(Alert);
        await shop.ApproveByTwo();
        await shop.Until<Fact.Polled>();
        var now = await shop.Azure.StorageKeysAsync(Shop.Account);
        Assert.Equal((now["key2"], "key2"), await shop.Azure.SecretAsync(Shop.StorageSecret));
    }

    [Fact]
    public async Task A_locked_account_is_left_to_people()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Azure.LockAsync(Shop.Account);
        await shop.Fire(Alert);
        await Shop.RefusesAsync(shop, "protected by");
    }

    [Fact]
    public async Task A_secret_that_was_deleted_is_a_persons_matter()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Azure.DeleteSecretByHandAsync(Shop.StorageSecret);
        await shop.Fire(Alert);
        await Shop.RefusesAsync(shop, "deleted and not purged");
    }
}

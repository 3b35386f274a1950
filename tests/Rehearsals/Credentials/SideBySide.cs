using System.Text.Json.Nodes;
using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Rehearsals.Credentials;

/// <summary>Two deliveries of one rotation at the same moment, as an engine that is at least once makes them: one effect, and it works.</summary>
public sealed class SideBySide
{
    private const string Rotate = "keyvault.rotate-secret";
    private const string RotateKey = "storage.rotate-key";

    private const string SecretId = RehearsedAzure.Group + "/providers/Microsoft.KeyVault/vaults/kv-shop/secrets/" + Shop.Secret;

    [Theory]
    [InlineData("POST", "*/addPassword")]
    [InlineData("PUT", "kv-shop.vault.azure.net/*")]
    [InlineData("GET", "graph.microsoft.com/*")]
    public async Task Two_deliveries_of_a_rotation_publish_one_password_that_works(string method, string route)
    {
        await using var shop = await Shop.OpenAsync();
        var (action, plan) = await PlanAsync(shop, Rotate, SecretId, new JsonObject { ["validDays"] = 90 });
        await shop.Azure.FaultAsync(new { method, route, delay = 5, count = 1 });
        var results = await DeliverAsync(shop, action, plan, false, true, true);

        Assert.All(results, r => Assert.Equal(StartOutcome.Accepted, r.Outcome));
        var (_, key) = await shop.Azure.SecretAsync(Shop.Secret);
        Assert.Equal([Shop.OldKey, key], (await shop.Azure.PasswordsAsync(Shop.Payments)).Select(p => p.KeyId));
        Assert.Equal(["addPassword", Shop.Secret], await ChangesAsync(shop));
    }

    [Fact]
    public async Task A_delivery_that_comes_while_the_first_one_dies_waits_until_nothing_of_it_is_on_its_way_and_removes_what_it_left()
    {
        await using var shop = await Shop.OpenAsync();
        var (action, plan) = await PlanAsync(shop, Rotate, SecretId, new JsonObject { ["validDays"] = 90 });
        await shop.Azure.FaultAsync(new { method = "PUT", route = "kv-shop.vault.azure.net/*", status = 500, count = 1 });
        var began = shop.Now;
        var result = Assert.Single(await DeliverAsync(shop, action, plan, false));
        Assert.Equal(StartOutcome.Accepted, result.Outcome);
        Assert.True(result.At - began >= TimeSpan.FromSeconds(20), $"It waited {result.At - began}.");
        var (_, key) = await shop.Azure.SecretAsync(Shop.Secret);
        Assert.Equal([Shop.OldKey, key], (await shop.Azure.PasswordsAsync(Shop.Payments)).Select(p => p.KeyId));
        Assert.Equal(["addPassword", Shop.Secret, "removePassword", "addPassword", Shop.Secret], await ChangesAsync(shop));
    }

    [Fact]
    public async Task Two_deliveries_of_a_new_storage_key_make_it_anew_once()
    {
        await using var shop = await Shop.OpenAsync();
        var (action, plan) = await PlanAsync(shop, RotateKey, Shop.Account, []);
        await shop.Azure.FaultAsync(new { method = "POST", route = "*/regenerateKey", delay = 5, count = 1 });
        var results = await DeliverAsync(shop, action, plan, false, true);
        Assert.All(results, r => Assert.Equal(StartOutcome.Accepted, r.Outcome));
        Assert.Equal(["regenerateKey", Shop.StorageSecret], await ChangesAsync(shop));
        Assert.Equal(((await shop.Azure.StorageKeysAsync(Shop.Account))["key2"], "key2"), await shop.Azure.SecretAsync(Shop.StorageSecret));
    }

    [Fact]
    public async Task A_storage_key_whose_publishing_was_done_and_not_answered_is_found_in_the_vault()
    {
        await using var shop = await Shop.OpenAsync();
        var (action, plan) = await PlanAsync(shop, RotateKey, Shop.Account, []);
        await shop.Azure.FaultAsync(new { method = "PUT", route = "kv-shop.vault.azure.net/*", dropAfterEffect = true, count = 1 });
        Assert.Equal(StartOutcome.Accepted, Assert.Single(await DeliverAsync(shop, action, plan, false)).Outcome);
        Assert.Equal(["regenerateKey", Shop.StorageSecret], await ChangesAsync(shop));
        Assert.Equal(((await shop.Azure.StorageKeysAsync(Shop.Account))["key2"], "key2"), await shop.Azure.SecretAsync(Shop.StorageSecret));
    }

    [Fact]
    public async Task A_storage_key_whose_publishing_nobody_can_tell_is_never_made_anew_again()
    {
        await using var shop = await Shop.OpenAsync();
        var (action, plan) = await PlanAsync(shop, RotateKey, Shop.Account, []);
        await shop.Azure.FaultAsync(new { method = "PUT", route = "kv-shop.vault.azure.net/*", status = 500, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, Assert.Single(await DeliverAsync(shop, action, plan, false)).Outcome);
        Assert.Equal(StartOutcome.Doubtful, Assert.Single(await DeliverAsync(shop, action, plan, true)).Outcome);
        Assert.Equal(StartOutcome.Refused, (await action.StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(["regenerateKey", Shop.StorageSecret], await ChangesAsync(shop));
        Assert.Equal(((await shop.Azure.StorageKeysAsync(Shop.Account))["key1"], "key1"), await shop.Azure.SecretAsync(Shop.StorageSecret));
    }

    private static async Task<(IAction Action, ActionPlan Plan)> PlanAsync(Rehearsal shop, string name, string resource, JsonObject with)
    {
        var action = shop.Part<IReadOnlyDictionary<string, IAction>>()[name];
        var result = await action.PlanAsync(new PlanRequest(resource, with, null), default);
        return (action, result.Plan ?? throw new InvalidOperationException(result.Refusal));
    }

    // All at once, while time passes; each says whether it may have been sent already.
    private static async Task<(StartOutcome Outcome, DateTimeOffset At)[]> DeliverAsync(Rehearsal shop, IAction action, ActionPlan plan, params bool[] begun)
    {
        var all = Task.WhenAll(begun.Select(b => DeliverOneAsync(shop, action, plan, b)).ToArray());
        await shop.After(TimeSpan.FromMinutes(3));
        return await all.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
    }

    // As the sender does it: what may have been sent already is asked about first, and so is what ended in doubt.
    private static async Task<(StartOutcome Outcome, DateTimeOffset At)> DeliverOneAsync(Rehearsal shop, IAction action, ActionPlan plan, bool begun)
    {
        using var work = shop.Work("a delivery");
        var outcome = begun ? StartOutcome.Doubtful : (await action.StartAsync(plan, "op-1", default)).Outcome;
        if (outcome == StartOutcome.Doubtful)
        {
            outcome = (await action.AdoptAsync(plan, "op-1", default)).Outcome switch
            {
                AdoptOutcome.TookEffect => StartOutcome.Accepted,
                AdoptOutcome.NoEffect => (await action.StartAsync(plan, "op-1", default)).Outcome,
                _ => StartOutcome.Doubtful,
            };
        }

        return (outcome, shop.Now);
    }

    private static async Task<IEnumerable<string>> ChangesAsync(Rehearsal shop) => (await shop.Azure.ChangesAsync()).Select(c => c.Path.Split('/')[^1]);
}

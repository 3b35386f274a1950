using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals.Credentials;

/// <summary>A client secret nears its end: add, publish, verify, and only then remove.</summary>
public sealed class Rotation
{
    [Fact]
    public async Task A_secret_near_its_end_is_replaced_in_the_vault_and_the_old_one_removed_after_the_overlap()
    {
        await using var shop = await Shop.OpenAsync();
        await Shop.NearsItsEndAsync(shop);
        var incident = await Shop.ApproveBothAsync(shop);

        var (value, key) = await shop.Azure.SecretAsync(Shop.Secret);
        Assert.Equal([key], (await shop.Azure.PasswordsAsync(Shop.Payments)).Select(p => p.KeyId));
        Assert.NotEqual(Shop.OldKey, key);
        Assert.Equal(40, value.Length);
        var calls = await shop.Azure.ChangesAsync();
        Assert.Equal(
            ["graph.microsoft.com/addPassword", "kv-shop.vault.azure.net/payments-client-secret", "graph.microsoft.com/removePassword"],
            calls.Select(c => $"{c.Host}/{c.Path.Split('/')[^1]}"));
        Assert.True(calls[2].At - calls[1].At >= TimeSpan.FromHours(1));
        Assert.Contains(incident.Facts, f => f is Fact.SignalRead { Purpose: SignalPurpose.Close, State: SignalState.Healthy });
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
    }

    [Fact]
    public async Task The_vaults_own_notice_of_the_new_version_ends_the_incident_and_the_old_secret_is_left_to_end_by_itself()
    {
        await using var shop = await Shop.OpenAsync();
        await Shop.NearsItsEndAsync(shop);
        await shop.ApproveByTwo();
        await shop.Until<Fact.Polled>();
        await Shop.NearsItsEndAsync(shop, type: "SecretNewVersionCreated");
        await shop.Until(IncidentStatus.Closed);
        Assert.Equal(2, (await shop.Azure.PasswordsAsync(Shop.Payments)).Count);
        Assert.DoesNotContain(await shop.Azure.ChangesAsync(), c => c.Path.EndsWith("/removePassword", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_answer_of_addPassword_leaves_one_new_password_that_is_the_published_one()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Azure.FaultAsync(new { method = "POST", route = "*/addPassword", dropAfterEffect = true, count = 1 });
        await Shop.NearsItsEndAsync(shop);
        await shop.ApproveByTwo();
        await shop.Until<Fact.Polled>();
        var (_, key) = await shop.Azure.SecretAsync(Shop.Secret);
        Assert.Equal([Shop.OldKey, key], (await shop.Azure.PasswordsAsync(Shop.Payments)).Select(p => p.KeyId));
    }

    [Fact]
    public async Task A_throttled_vault_is_waited_for_and_no_password_is_left_over()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Azure.FaultAsync(new { method = "PUT", route = "kv-shop.vault.azure.net/*", status = 429, retryAfter = 20, count = 1 });
        await Shop.NearsItsEndAsync(shop);
        await shop.ApproveByTwo();
        await shop.Until<Fact.Polled>();
        var (_, key) = await shop.Azure.SecretAsync(Shop.Secret);
        Assert.Equal([Shop.OldKey, key], (await shop.Azure.PasswordsAsync(Shop.Payments)).Select(p => p.KeyId));
    }

    [Fact]
    public async Task A_secret_that_somebody_published_meanwhile_voids_the_approval()
    {
        await using var shop = await Shop.OpenAsync();
        await Shop.NearsItsEndAsync(shop);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Azure.PublishByHandAsync(Shop.Secret, "by hand");
        await shop.Decide("ana", "approve");
        await shop.Decide("ben", "approve");
        await shop.Until(f => f.Head.Status is IncidentStatus.Closed or IncidentStatus.Mitigated or IncidentStatus.Escalated || f.Facts.OfType<Fact.Asked>().Count() == 2, "end or new question");
        Assert.Empty(await shop.Azure.ChangesAsync());
    }
}

using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals.Credentials;

/// <summary>A credential in wrong hands: it is revoked first, whatever stops, and replaced afterwards.</summary>
public sealed class Compromise
{
    [Fact]
    public async Task A_leaked_secret_is_removed_first_and_then_replaced_in_the_vault()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Fire("secret-leaked", source: Shop.EntraRisk);
        await Shop.ApproveBothAsync(shop);

        var (_, key) = await shop.Azure.SecretAsync(Shop.Secret);
        Assert.Equal([key], (await shop.Azure.PasswordsAsync(Shop.Payments)).Select(p => p.KeyId));
        Assert.Equal(["removePassword", "addPassword", Shop.Secret], (await shop.Azure.AllChangesAsync()).Select(c => c.Path.Split('/')[^1]));
    }

    [Fact]
    public async Task One_approval_is_not_enough_for_what_cannot_be_taken_back()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Fire("secret-leaked", source: Shop.EntraRisk);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Decide("ana", "approve");
        await shop.Until(IncidentStatus.Escalated);
        Assert.Empty(await shop.Azure.AllChangesAsync());
    }

    [Fact]
    public async Task Without_compromise_the_last_secret_that_works_stays()
    {
        await using var shop = await Shop.OpenAsync(new RehearsalSettings { Edits = [("playbooks/revoke-credential.yaml", "compromised: true", "compromised: false")] });
        await shop.Fire("secret-leaked", source: Shop.EntraRisk);
        await Shop.RefusesAsync(shop, "is the last credential of shop-payments that works");
    }

    [Fact]
    public async Task A_break_glass_application_is_never_touched()
    {
        await using var shop = await Shop.OpenAsync(new RehearsalSettings
        {
            Edits =
            [
                ("services.yaml", "  - /providers/Microsoft.Graph/applications/aaaaaaaa-0000-4000-8000-000000000911\n", string.Empty),
                ("services.yaml", "application: aaaaaaaa-0000-4000-8000-000000000001", "application: aaaaaaaa-0000-4000-8000-000000000911"),
                ("services.yaml", "breakGlass:", "breakGlass:\n  - /providers/Microsoft.Graph/applications/aaaaaaaa-0000-4000-8000-000000000001"),
            ],
        });
        await shop.Fire("secret-leaked", source: Shop.EntraRisk, resource: null);
        await shop.Until(f => f.Head.Status == IncidentStatus.Escalated || Rehearsal.Asks(f), "end or question");
        Assert.Empty(await shop.Azure.AllChangesAsync());
        Assert.Equal([Shop.OldKey], (await shop.Azure.PasswordsAsync(Shop.Payments)).Select(p => p.KeyId));
    }

    [Fact]
    public async Task A_removal_whose_answer_was_lost_is_adopted()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Azure.FaultAsync(new { method = "POST", route = "*/removePassword", dropAfterEffect = true, count = 1 });
        await shop.Fire("secret-leaked", source: Shop.EntraRisk);
        await shop.ApproveByTwo();
        var incident = await shop.Until<Fact.Polled>();
        Assert.Contains(incident.Facts, f => f is Fact.Started { Adopted: true });
        Assert.Single(await shop.Azure.AllChangesAsync());
    }

    [Fact]
    public async Task A_directory_that_refuses_says_which_permission_is_missing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Azure.FaultAsync(new { method = "POST", route = "*/removePassword", status = 403, code = "Authorization_RequestDenied" });
        await shop.Fire("secret-leaked", source: Shop.EntraRisk);
        await shop.ApproveByTwo();
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("Application.ReadWrite.OwnedBy", Rehearsal.Story(incident), StringComparison.Ordinal);
    }
}

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
        Assert.Equal(["removePassword", "addPassword", Shop.Secret], (await shop.Azure.ChangesAsync()).Select(c => c.Path.Split('/')[^1]));
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
        Assert.Empty(await shop.Azure.ChangesAsync());
        Assert.Equal([Shop.OldKey], (await shop.Azure.PasswordsAsync(Shop.Payments)).Select(p => p.KeyId));
    }
}

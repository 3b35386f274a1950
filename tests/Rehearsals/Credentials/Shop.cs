using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals.Credentials;

/// <summary>The shop's credentials, and what happens to them.</summary>
internal static class Shop
{
    public const string Estate = "shop-credentials";
    public const string Payments = "aaaaaaaa-0000-4000-8000-000000000001";
    public const string OldKey = "bbbbbbbb-0000-4000-8000-000000000001";
    public const string Secret = "payments-client-secret";
    public const string StorageSecret = "batch-storage-key";
    public const string Account = RehearsedAzure.Group + "/providers/Microsoft.Storage/storageAccounts/stshopbatch";
    public const string EntraRisk = "generic-entra-risk";
    private const string Vault = RehearsedAzure.Group + "/providers/Microsoft.KeyVault/vaults/kv-shop";

    public static Task<Rehearsal> OpenAsync(RehearsalSettings? settings = null) => Rehearsal.On(Estate, settings);

    /// <summary>Key Vault raises its notice 25 days before the end.</summary>
    public static Task NearsItsEndAsync(Rehearsal shop, string name = Secret, string type = "SecretNearExpiry") => shop.Azure.RaiseAsync(new
    {
        id = $"e-{type}-{name}-{shop.Now:O}",
        topic = Vault,
        subject = name,
        eventType = $"Microsoft.KeyVault.{type}",
        eventTime = shop.Now.ToString("O"),
        dataVersion = "1",
        metadataVersion = "1",
        data = new
        {
            Id = $"https://kv-shop.vault.azure.net/secrets/{name}/0123456789abcdef0123456789abcdef",
            VaultName = "kv-shop",
            ObjectType = "Secret",
            ObjectName = name,
            EXP = (shop.Now + TimeSpan.FromDays(25)).ToUnixTimeSeconds(),
        },
    });

    /// <summary>Two people approve two steps, one after the other.</summary>
    public static async Task<IncidentFile> ApproveBothAsync(Rehearsal shop)
    {
        await shop.ApproveByTwo();
        await shop.Until<Fact.Polled>();
        await shop.Until(f => f.Facts.OfType<Fact.Asked>().Select(a => a.StepId).Distinct().Count() == 2 && Rehearsal.Asks(f), "question about the second step");
        await shop.ApproveByTwo();
        return await shop.Until(IncidentStatus.Closed);
    }

    /// <summary>Nothing was asked or sent, and a person knows why.</summary>
    public static async Task RefusesAsync(Rehearsal shop, string because)
    {
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains(because, Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.DoesNotContain(incident.Facts, f => f is Fact.Intended or Fact.Asked);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }
}

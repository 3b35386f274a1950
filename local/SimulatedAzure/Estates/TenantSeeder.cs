using OpsAutomation.SimulatedAzure.Graph;
using OpsAutomation.SimulatedAzure.KeyVault;
using OpsAutomation.SimulatedAzure.Secrets;
using OpsAutomation.SimulatedAzure.Storage;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>Puts the identities and secrets of an estate into an empty file, with dates relative to its start.</summary>
internal static class TenantSeeder
{
    /// <summary>Writes them; the resources are there already.</summary>
    public static void Write(StoreSession session, Estate estate, DateTimeOffset now)
    {
        foreach (var identity in estate.Identities)
        {
            if (identity.Kind == TenantObjects.Applications)
            {
                foreach (var one in identity.Passwords)
                {
                    Passwords.ListOf(identity.Body).Add(Passwords.Make(session, one.KeyId, one.DisplayName, now - one.Age, now + one.Expires));
                }

                Passwords.ListOf(identity.Body);
            }
            else
            {
                identity.Body["signInSessionsValidFromDateTime"] = Times.WireSeconds(now - TimeSpan.FromDays(90));
            }

            TenantObjects.Put(session, identity.Kind, identity.Body);
        }

        foreach (var secret in estate.Secrets)
        {
            VaultSecrets.Put(session, new VaultSecret(
                secret.Vault, secret.Name, session.NextId().ToString("N"), Value(session, estate, secret), null,
                secret.Tags.ToDictionary(t => t.Key, t => t.Value!.ToString(), StringComparer.Ordinal), Enabled: true,
                (now - secret.Age).ToUnixTimeSeconds(), secret.Expires is { } end ? (now + end).ToUnixTimeSeconds() : null, Deleted: null));
        }
    }

    private static string Value(StoreSession session, Estate estate, EstateSecret secret) =>
        secret.Account is { } account && estate.Resources.FirstOrDefault(r => r.Id.Name == account)?.Body is { } body
            ? StorageAccounts.Value(session, body, secret.Key)
            : SecretText.OfApplication(session.Seed, secret.Key);
}

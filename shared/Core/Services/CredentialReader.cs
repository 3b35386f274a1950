using System.Text.RegularExpressions;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Services;

/// <summary>
/// Reads the <c>credentials</c> of a service and the <c>breakGlass</c> identities of <c>services.yaml</c>.
/// OPS1211 id of an application, OPS1212 id of a vault's secret, OPS1213 opens nothing or two things, OPS1214 unknown consumer,
/// OPS1215 named or published twice, OPS1216 id of a storage account, OPS1217 no consumers (warning), OPS1218 break-glass id,
/// OPS1219 a credential of a break-glass identity.
/// </summary>
internal static partial class CredentialReader
{
    public static IReadOnlyList<(YamlMap Map, Credential Credential)> Read(YamlMap service) =>
        [.. service.Maps("credentials").Select(map => (map, One(map)))];

    public static IReadOnlyList<string> BreakGlass(YamlMap root)
    {
        var ids = root.Strings("breakGlass");
        foreach (var id in ids.Where(id => !GraphId.IsId(id)))
        {
            root.Error("OPS1218", "breakGlass", $"'{id}' must be /providers/Microsoft.Graph/users/ID or /providers/Microsoft.Graph/applications/ID with an object id.");
        }

        return [.. ids.Select(id => id.ToLowerInvariant())];
    }

    public static void Check(IReadOnlyList<(YamlMap Map, Credential Credential)> all, IReadOnlySet<string> services, IReadOnlyList<string> breakGlass)
    {
        foreach (var (map, credential) in all)
        {
            foreach (var consumer in credential.Consumers.Where(c => !services.Contains(c)))
            {
                map.Error("OPS1214", "consumers", $"'{credential.Name}' is read by '{consumer}', which is no service here.");
            }

            if (credential.Application is { } id && breakGlass.Contains(GraphId.OfApplication(id), StringComparer.Ordinal))
            {
                map.Error("OPS1219", "application", $"'{credential.Name}' belongs to a break-glass identity; automation never touches it, so it cannot be listed.");
            }
        }

        Once(all, c => c.Name, "name", "The credential");
        Once(all, c => c.SecretId, "secret", "The secret");
    }

    private static Credential One(YamlMap map)
    {
        var name = map.RequiredString("name");
        var secret = map.RequiredString("secret");
        if (secret.Length > 0 && !Secret().IsMatch(secret))
        {
            map.Error("OPS1212", "secret", $"'{secret}' must be the ARM id of a vault's secret: /subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults/V/secrets/N.");
        }

        var (application, account) = (map.String("application"), map.String("storageAccount"));
        if (application is null == account is null)
        {
            map.Error("OPS1213", application is null ? "secret" : "storageAccount", $"'{name}' must name either 'application' or 'storageAccount': what it opens.");
        }

        if (account is not null && !Account().IsMatch(account))
        {
            map.Error("OPS1216", "storageAccount", $"'{account}' must be the ARM id of a storage account.");
        }

        var consumers = map.Strings("consumers");
        if (consumers.Count == 0)
        {
            map.Bag.Warning("OPS1217", $"Nobody is listed who reads '{name}'; after a change of it nobody would be told.", map.File, map.At("consumers"));
        }

        var credential = new Credential(name, secret.ToLowerInvariant(), Uuid(map, "application", application), account?.ToLowerInvariant(), consumers)
        {
            ClientId = Uuid(map, "clientId", map.String("clientId")),
        };
        map.Done();
        return credential;
    }

    private static string? Uuid(YamlMap map, string field, string? text)
    {
        if (text is not null && !Guid.TryParseExact(text, "D", out _))
        {
            map.Error("OPS1211", field, $"'{text}' must be a UUID: the {(field == "clientId" ? "client id" : "object id")} of the application, not its name.");
        }

        return text?.ToLowerInvariant();
    }

    private static void Once(IReadOnlyList<(YamlMap Map, Credential Credential)> all, Func<Credential, string> key, string field, string what)
    {
        foreach (var (map, credential) in all.Where(c => key(c.Credential).Length > 0).GroupBy(c => key(c.Credential), StringComparer.OrdinalIgnoreCase).SelectMany(g => g.Skip(1)))
        {
            map.Error("OPS1215", field, $"{what} '{key(credential)}' stands twice; one secret holds one credential.");
        }
    }

    [GeneratedRegex(@"^/subscriptions/[0-9a-f-]{36}/resourceGroups/[\w.()-]{1,90}/providers/Microsoft\.KeyVault/vaults/[a-z0-9-]{3,24}/secrets/[a-z0-9-]{1,127}\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex(@"^/subscriptions/[0-9a-f-]{36}/resourceGroups/[\w.()-]{1,90}/providers/Microsoft\.Storage/storageAccounts/[a-z0-9]{3,24}\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Account();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.Credentials;
using OpsAutomation.Integrations.Graph;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Integrations.KeyVault;

/// <summary>
/// Publishes secrets and lists their versions; values are never read. A vault's address comes from Azure Resource Manager and
/// must be the vault's own host: a token or a secret goes nowhere else.
/// </summary>
internal sealed class VaultGateway(ArmGateway arm, TokenCredential credential, HttpPipelineTransport? transport, IArmCallLog calls)
{
    private const string ArmVersion = "2023-07-01";

    /// <summary>Version of the data plane.</summary>
    public const string DataVersion = "7.4";

    /// <summary>What a token for a vault is asked for.</summary>
    public const string Scope = "https://vault.azure.net/.default";

    /// <summary>Hosts of vaults in the public cloud.</summary>
    private const string HostSuffix = ".vault.azure.net";

    /// <summary>More pages than these are not the versions of one secret.</summary>
    private const int MaxPages = 20;

    private readonly TokenGateway _door = new(credential, transport, arm.Clock, calls, Scope, GraphGateway.Timeout);

    /// <summary>The clock.</summary>
    public TimeProvider Clock => _door.Clock;

    /// <summary>Where a secret lies, its vault's address read from Azure Resource Manager.</summary>
    /// <param name="secretId">ARM id of the secret, checked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JsonException">The vault names no address that is its own.</exception>
    public async Task<(Uri Secret, string? ProtectedBy)> SecretAsync(string secretId, CancellationToken cancellationToken)
    {
        var id = new ResourceIdentifier(secretId);
        var vault = id.Parent!;
        var reply = await arm.SendAsync(RequestMethod.Get, $"{vault}?api-version={ArmVersion}", cancellationToken);
        return Address(reply.Body?["properties"]?["vaultUri"]?.ToString(), vault.Name) is { } root
            ? (new Uri(root, $"secrets/{Uri.EscapeDataString(id.Name)}"), IsProtected(reply.Body?["tags"] as JsonObject) ? $"the tag protected: true of the vault {vault.Name}" : null)
            : throw new JsonException("The vault's address is not its own.");
    }

    /// <summary>The versions of a secret that are there, oldest first; none when there is no such secret.</summary>
    public Task<IReadOnlyList<SecretVersion>> VersionsAsync(Uri secret, CancellationToken cancellationToken) => VersionsAsync(_door, secret, cancellationToken);

    /// <summary>The same through another door to Key Vault.</summary>
    public static async Task<IReadOnlyList<SecretVersion>> VersionsAsync(TokenGateway door, Uri secret, CancellationToken cancellationToken)
    {
        var found = new List<SecretVersion>();
        var next = new Uri($"{secret.AbsoluteUri}/versions?api-version={DataVersion}&maxresults=25");
        for (var page = 0; next is not null; page++)
        {
            if (page == MaxPages || next.GetLeftPart(UriPartial.Authority) != secret.GetLeftPart(UriPartial.Authority))
            {
                throw new JsonException("The list of versions does not end, or leads to another host.");
            }

            ArmReply reply;
            try
            {
                reply = await door.SendAsync(RequestMethod.Get, next, null, null, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return [];
            }

            found.AddRange((reply.Body?["value"] as JsonArray ?? throw new JsonException("The list of versions has no 'value'.")).OfType<JsonObject>().Select(Version));
            next = reply.Body?["nextLink"]?.ToString() is { Length: > 0 } link ? new Uri(link) : null;
        }

        // The service lists by version, which is random. Two of one second stay in the service's order.
        return [.. found.OrderBy(v => v.Created)];
    }

    /// <summary>Whether the secret lies among the deleted ones, where its name is taken until it is recovered or purged.</summary>
    public async Task<bool> IsDeletedAsync(Uri secret, CancellationToken cancellationToken)
    {
        try
        {
            await _door.SendAsync(RequestMethod.Get, new Uri(secret, $"/deletedsecrets/{secret.Segments[^1]}?api-version={DataVersion}"), null, null, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 403)
        {
            return false;
        }
    }

    /// <summary>Publishes a value as the newest version.</summary>
    /// <exception cref="RequestFailedException">Key Vault refused. Its message must not be shown: tell it by <see cref="CredentialFailures"/>.</exception>
    public async Task PublishAsync(Uri secret, SecretValue value, string key, Guid operation, DateTimeOffset? expires, CancellationToken cancellationToken)
    {
        var attributes = new JsonObject { ["enabled"] = true };
        if (expires is { } end)
        {
            attributes["exp"] = end.ToUnixTimeSeconds();
        }

        var body = new JsonObject
        {
            ["value"] = value.Reveal(),
            ["attributes"] = attributes,
            ["tags"] = new JsonObject { [SecretVersion.KeyTag] = key, [SecretVersion.OperationTag] = operation.ToString("N") },
        };
        await _door.SendAsync(RequestMethod.Put, new Uri($"{secret.AbsoluteUri}?api-version={DataVersion}"), body, operation, cancellationToken);
    }

    /// <summary>A vault's address if it is https on the vault's own host; otherwise null. Pure.</summary>
    public static Uri? Address(string? text, string vault) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && uri.UserInfo.Length == 0 && uri.AbsolutePath == "/" && uri.Query.Length == 0
        && string.Equals(uri.Host, vault + HostSuffix, StringComparison.OrdinalIgnoreCase)
            ? uri
            : null;

    // A lock of the vault is about the vault: it holds nobody from its secrets, and most vaults have one against deletion.
    private static bool IsProtected(JsonObject? tags) => tags?.Any(t =>
        t.Key.Equals("protected", StringComparison.OrdinalIgnoreCase) && string.Equals(t.Value?.ToString(), "true", StringComparison.OrdinalIgnoreCase)) == true;

    private static SecretVersion Version(JsonObject entry) => new(
        (entry["id"]?.ToString() ?? throw new JsonException("A version has no id.")).Split('/')[^1],
        entry["attributes"]?["enabled"]?.GetValue<bool>() ?? true,
        Time(entry, "created") ?? throw new JsonException("A version has no time of creation."),
        Time(entry, "exp"),
        (entry["tags"] as JsonObject ?? []).ToDictionary(t => t.Key, t => t.Value?.ToString() ?? string.Empty, StringComparer.Ordinal));

    private static DateTimeOffset? Time(JsonObject entry, string name) =>
        entry["attributes"]?[name] is { } value ? DateTimeOffset.FromUnixTimeSeconds(value.GetValue<long>()) : null;
}

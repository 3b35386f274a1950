using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.Credentials;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Integrations.Graph;

/// <summary>
/// The part of Microsoft Graph v1.0 that is needed, over the bare pipeline: the whole SDK weighs more than everything else here.
/// Every id that becomes part of an address is a UUID that was parsed.
/// </summary>
internal sealed class GraphGateway(TokenCredential credential, HttpPipelineTransport? transport, TimeProvider clock, IArmCallLog calls)
{
    /// <summary>How long one call may take: three of them fit into an activity.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);

    private static readonly Uri Root = new("https://graph.microsoft.com/v1.0/");
    private readonly TokenGateway _door = new(credential, transport, clock, calls, "https://graph.microsoft.com/.default", Timeout);

    /// <summary>The clock.</summary>
    public TimeProvider Clock => _door.Clock;

    /// <summary>Reads an application and its credentials, without values.</summary>
    /// <exception cref="JsonException">The answer lacks what every application has.</exception>
    public async Task<EntraApplication> ApplicationAsync(string id, CancellationToken cancellationToken)
    {
        var body = await GetAsync($"applications/{Uuid(id)}?$select=id,appId,displayName,passwordCredentials,keyCredentials", cancellationToken);
        var now = Clock.GetUtcNow();
        return new EntraApplication(
            Text(body, "id"),
            Text(body, "appId"),
            body["displayName"]?.ToString() ?? id,
            [.. (body["passwordCredentials"] as JsonArray ?? throw new JsonException("The application has no list of passwords.")).OfType<JsonObject>().Select(Password)],
            (body["keyCredentials"] as JsonArray ?? []).OfType<JsonObject>().Count(k => Time(k, "endDateTime") is not { } end || end > now));
    }

    /// <summary>Makes a new password; its value is in the answer this once.</summary>
    public async Task<(string KeyId, SecretValue Value)> AddPasswordAsync(string id, string displayName, DateTimeOffset end, Guid requestId, CancellationToken cancellationToken)
    {
        var asked = new JsonObject
        {
            ["passwordCredential"] = new JsonObject
            {
                ["displayName"] = displayName,
                ["endDateTime"] = end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            },
        };
        var body = (await _door.SendAsync(RequestMethod.Post, Address($"applications/{Uuid(id)}/addPassword"), asked, requestId, cancellationToken)).Body
            ?? throw new JsonException("The new password could not be read.");
        return (Text(body, "keyId"), SecretValue.Of(Text(body, "secretText")));
    }

    /// <summary>Removes a password.</summary>
    public Task<ArmReply> RemovePasswordAsync(string id, string keyId, Guid requestId, CancellationToken cancellationToken) => _door.SendAsync(
        RequestMethod.Post, Address($"applications/{Uuid(id)}/removePassword"), new JsonObject { ["keyId"] = Uuid(keyId) }, requestId, cancellationToken);

    /// <summary>Reads a user.</summary>
    public async Task<EntraUser> UserAsync(string id, CancellationToken cancellationToken)
    {
        var body = await GetAsync($"users/{Uuid(id)}?$select=id,userPrincipalName,signInSessionsValidFromDateTime", cancellationToken);
        return new EntraUser(Text(body, "id"), body["userPrincipalName"]?.ToString() ?? id, Time(body, "signInSessionsValidFromDateTime"));
    }

    /// <summary>Voids every session and refresh token of a user.</summary>
    public Task<ArmReply> RevokeSessionsAsync(string id, Guid requestId, CancellationToken cancellationToken) =>
        _door.SendAsync(RequestMethod.Post, Address($"users/{Uuid(id)}/revokeSignInSessions"), null, requestId, cancellationToken);

    private async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        (await _door.SendAsync(RequestMethod.Get, Address(path), null, null, cancellationToken)).Body ?? throw new JsonException("Graph's answer could not be read.");

    private static EntraPassword Password(JsonObject entry) => new(
        Text(entry, "keyId").ToLowerInvariant(), entry["displayName"]?.ToString(), entry["hint"]?.ToString(), Time(entry, "startDateTime"), Time(entry, "endDateTime"));

    private static Uri Address(string path) => new(Root, path);

    private static string Uuid(string text) => Guid.ParseExact(text, "D").ToString();

    private static string Text(JsonObject body, string name) =>
        body[name]?.ToString() is { Length: > 0 } text ? text : throw new JsonException($"Graph's answer lacks '{name}'.");

    private static DateTimeOffset? Time(JsonObject body, string name) =>
        DateTimeOffset.TryParse(body[name]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

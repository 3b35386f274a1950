using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// Who signed in, and the claims of the token, as Easy Auth passes them on: <c>{claims: [{typ, val}], role_typ}</c> in base64.
/// See https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities#decode-the-client-principal-header.
/// </summary>
/// <param name="Name">The name header; empty where it is absent.</param>
/// <param name="Claims">The claims; null where they cannot be read.</param>
/// <param name="RoleType">Type of the claims that name roles.</param>
internal sealed record EasyAuthPrincipal(string Name, ILookup<string, string>? Claims, string RoleType)
{
    private const int LongestName = 256;
    private const int LongestPrincipal = 64 * 1024;
    private const int MostGroups = 1000;

    /// <summary>Reads both headers. Null where there is neither: nobody signed in.</summary>
    public static EasyAuthPrincipal? Read(StringValues name, StringValues principal)
    {
        if (name.Count == 0 && principal.Count == 0)
        {
            return null;
        }

        // A header that stands twice was not set by the platform alone.
        var one = name is [{ Length: > 0 and <= LongestName } text] ? text : string.Empty;
        if (principal.Count == 0)
        {
            return new(one, Array.Empty<string>().ToLookup(c => c, StringComparer.Ordinal), "roles");
        }

        return principal is [{ Length: > 0 and <= LongestPrincipal } encoded] && Parse(encoded) is { } json
            ? new(
                one,
                (json["claims"] as JsonArray ?? []).OfType<JsonObject>().ToLookup(c => Text(c["typ"]), c => Text(c["val"]), StringComparer.Ordinal),
                json["role_typ"] is { } type && Text(type).Length > 0 ? Text(type) : "roles")
            : new(one, null, "roles");
    }

    /// <summary>Why this is nobody, for whoever sent it; null where it is somebody.</summary>
    /// <param name="clientId">The application that people sign in with, where the platform names it.</param>
    public string? WhyNot(string? clientId)
    {
        if (Claims is not { } claims)
        {
            return "The sign-in cannot be read. Sign in again.";
        }

        if (Who.Length == 0)
        {
            return "The sign-in names nobody. Sign in again.";
        }

        // The platform has checked it; whoever changes its settings shall not open this door unknowingly.
        return clientId is { Length: > 0 } && claims["aud"].FirstOrDefault() is { } audience && audience != clientId && audience != $"api://{clientId}"
            ? "The token is for another application."
            : null;
    }

    /// <summary>The user, with a role of at least that of everybody who is signed in.</summary>
    public OpsUser ToUser(OpsRole ofSignedIn)
    {
        var role = AppRoles.Highest(Claims!["roles"].Concat(Claims[RoleType]));
        return new OpsUser(Who, Local: false)
        {
            Role = role > ofSignedIn ? role : ofSignedIn,
            Groups = [.. Claims["groups"].Distinct(StringComparer.OrdinalIgnoreCase).Take(MostGroups)],
            GroupsMissing = HasTooMany
                ? $"{Who} is in more groups than a token carries, so their groups are not known here. Give the approvers an app role or name them, or have the application send only the groups that are assigned to it."
                : null,
        };
    }

    // A token carries at most 200 groups; beyond that it only says that there are some.
    // See https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference#groups-overage-claim.
    private bool HasTooMany =>
        Claims!["_claim_names"].Any(v => v.Contains("groups", StringComparison.Ordinal)) || Claims["hasgroups"].Any(v => v.Equals("true", StringComparison.OrdinalIgnoreCase));

    // A program has no name: it is told by the id of its application.
    private string Who => Name.Length > 0 ? Name : (Claims!["azp"].Concat(Claims["appid"]).FirstOrDefault() is { Length: > 0 } application ? $"app:{application}" : string.Empty);

    private static JsonObject? Parse(string encoded)
    {
        try
        {
            return JsonNode.Parse(Convert.FromBase64String(encoded)) as JsonObject;
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString() ?? string.Empty;
}

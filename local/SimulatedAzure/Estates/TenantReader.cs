using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>A password of a declared application.</summary>
/// <param name="KeyId">Its id.</param>
/// <param name="DisplayName">Its name, or null.</param>
/// <param name="Age">How long it has been there at the start.</param>
/// <param name="Expires">How long it still holds.</param>
internal sealed record EstatePassword(string KeyId, string? DisplayName, TimeSpan Age, TimeSpan Expires);

/// <summary>An application or a user of the tenant, as far as the file says it.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Body">Its body without passwords.</param>
/// <param name="Passwords">Passwords of an application.</param>
internal sealed record EstateIdentity(string Kind, JsonObject Body, IReadOnlyList<EstatePassword> Passwords);

/// <summary>A secret of a declared vault.</summary>
/// <param name="Vault">Name of the vault.</param>
/// <param name="Name">Name of the secret.</param>
/// <param name="Key">Id of the application's password, or name of the account's key, that it holds.</param>
/// <param name="Account">Name of the storage account whose key it holds; null for a password of an application.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Age">How long it has been there at the start.</param>
/// <param name="Expires">How long it still holds, or null.</param>
internal sealed record EstateSecret(string Vault, string Name, string Key, string? Account, JsonObject Tags, TimeSpan Age, TimeSpan? Expires);

/// <summary>Reads what an estate says of identities and secrets.</summary>
internal static class TenantReader
{
    /// <summary>Reads one application or user.</summary>
    public static EstateIdentity Identity(string kind, YamlNode node, string file, List<EstateProblem> problems)
    {
        var isUser = kind == Graph.TenantObjects.Users;
        var fields = new YamlFields(file, node, problems, isUser
            ? ["id", "displayName", "userPrincipalName", "accountEnabled"]
            : ["id", "appId", "displayName", "passwords"]);
        var body = new JsonObject { ["id"] = Uuid(fields, "id"), ["displayName"] = fields.Text("displayName") };
        if (isUser)
        {
            body["userPrincipalName"] = fields.Text("userPrincipalName");
            body["accountEnabled"] = fields.Flag("accountEnabled", true);
            return new EstateIdentity(kind, body, []);
        }

        body["appId"] = Uuid(fields, "appId");
        body["keyCredentials"] = new JsonArray();
        return new EstateIdentity(kind, body, [.. fields.Items("passwords").Select(item => Password(item, file, problems))]);
    }

    /// <summary>Reads one secret of a vault.</summary>
    public static EstateSecret Secret(string vault, YamlNode node, string file, List<EstateProblem> problems)
    {
        var fields = new YamlFields(file, node, problems, "name", "key", "account", "tags", "age", "expires");
        return new EstateSecret(
            vault, fields.Text("name"), fields.Text("key"), fields.TextOr("account", null), fields.Texts("tags"),
            fields.Span("age", TimeSpan.Zero), fields.Has("expires") ? fields.Span("expires", null) : null);
    }

    private static EstatePassword Password(YamlNode node, string file, List<EstateProblem> problems)
    {
        var fields = new YamlFields(file, node, problems, "keyId", "displayName", "age", "expires");
        return new EstatePassword(Uuid(fields, "keyId"), fields.TextOr("displayName", null), fields.Span("age", TimeSpan.Zero), fields.Span("expires", TimeSpan.FromDays(180)));
    }

    private static string Uuid(YamlFields fields, string name)
    {
        var text = fields.Text(name);
        if (text != "?" && !Guid.TryParse(text, CultureInfo.InvariantCulture, out _))
        {
            fields.Problem(EstateCodes.Value, name, $"'{name}' must be a UUID");
        }

        return text;
    }
}

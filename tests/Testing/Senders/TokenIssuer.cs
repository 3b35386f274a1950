using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsAutomation.Testing.Senders;

/// <summary>Microsoft Entra ID's side: signs tokens as it does, with a key of its own. Written out by hand, so that no library checks itself.</summary>
public sealed class TokenIssuer(string keyId = "key-1")
{
    /// <summary>The tenant.</summary>
    public const string Tenant = "22222222-2222-2222-2222-222222222222";

    /// <summary>The audience that a test's source has.</summary>
    public const string Audience = "api://ops-webhook";

    /// <summary>Client id of the application that Azure Monitor's action groups call with.</summary>
    public const string ActionGroups = "461e8683-5575-4561-ac7f-899cc907d62a";

    /// <summary>The role that it is given.</summary>
    public const string Role = "ActionGroupsSecureWebhook";

    // One for all issuers of a process would make every key id good; a key takes a good part of a second to make.
    private readonly RSA _key = RSA.Create(2048);

    /// <summary>Id of the key.</summary>
    public string KeyId { get; } = keyId;

    /// <summary>The public key as a JSON Web Key Set.</summary>
    public string KeySet
    {
        get
        {
            var key = _key.ExportParameters(includePrivateParameters: false);
            return new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["kid"] = KeyId,
                    ["n"] = Base64Url.EncodeToString(key.Modulus),
                    ["e"] = Base64Url.EncodeToString(key.Exponent),
                }),
            }.ToJsonString();
        }
    }

    /// <summary>A good token of version 1 as of a time, valid for an hour; the change makes it another.</summary>
    public string Token(DateTimeOffset now, Action<JsonObject>? change = null, Action<JsonObject>? changeHeader = null)
    {
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = KeyId };
        var claims = new JsonObject
        {
            ["aud"] = Audience,
            ["iss"] = $"https://sts.windows.net/{Tenant}/",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["appid"] = ActionGroups,
            ["roles"] = new JsonArray(Role),
            ["tid"] = Tenant,
            ["ver"] = "1.0",
        };
        change?.Invoke(claims);
        changeHeader?.Invoke(header);
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>A part of a token.</summary>
    public static string Part(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}

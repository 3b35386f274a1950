using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Secrets;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Graph;

/// <summary>The passwords (client secrets) of an application. A value is answered once and never kept.</summary>
internal static class Passwords
{
    /// <summary>Lifetime when the caller names no end: two years, as Entra ID does.</summary>
    private static readonly TimeSpan DefaultLife = TimeSpan.FromDays(730);

    /// <summary>POST addPassword.</summary>
    public static SimResponse Add(ArmCall call, JsonObject application)
    {
        if (call.Body()["passwordCredential"] is not JsonObject asked)
        {
            throw GraphRefusal.Bad("The parameter 'passwordCredential' is missing.");
        }

        var start = Time(asked, "startDateTime") ?? call.Now;
        var end = Time(asked, "endDateTime") ?? start + DefaultLife;
        if (end <= start)
        {
            throw GraphRefusal.Bad("Credential lifetime is invalid: the end is not after the start.");
        }

        var stored = Make(call.Session, call.Session.NextId().ToString(), asked["displayName"]?.ToString(), start, end);
        ListOf(application).Add(stored);
        TenantObjects.Put(call.Session, TenantObjects.Applications, application);
        var answer = (JsonObject)stored.DeepClone();
        answer["@odata.context"] = "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordCredential";
        answer["secretText"] = SecretText.OfApplication(call.Session.Seed, stored["keyId"]!.GetValue<string>());
        return SimResponse.Json(200, answer);
    }

    /// <summary>POST removePassword.</summary>
    public static SimResponse Remove(ArmCall call, JsonObject application)
    {
        var keyId = call.Body()["keyId"]?.ToString();
        var list = ListOf(application);
        var found = list.FirstOrDefault(p => string.Equals(p!["keyId"]!.GetValue<string>(), keyId, StringComparison.OrdinalIgnoreCase))
            ?? throw GraphRefusal.Bad($"No password credential found with keyId '{keyId}'.");
        list.Remove(found);
        TenantObjects.Put(call.Session, TenantObjects.Applications, application);
        return new SimResponse(204);
    }

    /// <summary>One entry of <c>passwordCredentials</c>, without its value.</summary>
    public static JsonObject Make(StoreSession session, string keyId, string? displayName, DateTimeOffset start, DateTimeOffset end) => new()
    {
        ["customKeyIdentifier"] = null,
        ["displayName"] = displayName,
        ["endDateTime"] = Times.WireSeconds(end),
        ["hint"] = SecretText.OfApplication(session.Seed, keyId)[..3],
        ["keyId"] = keyId,
        ["secretText"] = null,
        ["startDateTime"] = Times.WireSeconds(start),
    };

    /// <summary>The application's list.</summary>
    public static JsonArray ListOf(JsonObject application)
    {
        if (application["passwordCredentials"] is JsonArray list)
        {
            return list;
        }

        list = [];
        application["passwordCredentials"] = list;
        return list;
    }

    private static DateTimeOffset? Time(JsonObject body, string name) =>
        body[name]?.ToString() is not { } text ? null
        : Times.TryRead(text, out var time) ? time
        : throw GraphRefusal.Bad($"'{name}' is no time.");
}

using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Configuration;

/// <summary>A feature flag of an App Configuration store as one read gave it.</summary>
/// <param name="Store">The store's ARM id.</param>
/// <param name="StoreName">Its name as Azure spells it.</param>
/// <param name="Identity">The store's creation time: what a later namesake does not share.</param>
/// <param name="StoreTags">The store's tags.</param>
/// <param name="Address">Address of the flag's key-value.</param>
/// <param name="Value">The key-value's value: JSON text.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Tags">Its tags, which a write sends along.</param>
/// <param name="Locked">Whether it is read-only.</param>
/// <param name="ETag">Version of this read.</param>
internal sealed record FeatureFlag(
    ResourceIdentifier Store,
    string StoreName,
    string Identity,
    IReadOnlyDictionary<string, string> StoreTags,
    Uri Address,
    string Value,
    string ContentType,
    JsonObject Tags,
    bool Locked,
    string ETag)
{
    /// <summary>ARM type of a store.</summary>
    public const string StoreType = "Microsoft.AppConfiguration/configurationStores";

    /// <summary>Content type of every feature flag.</summary>
    public const string Media = "application/vnd.microsoft.appconfig.ff+json";

    /// <summary>Key of a flag.</summary>
    public static string KeyOf(string name) => $".appconfig.featureflag/{name}";

    /// <summary>Whether a value says that the flag is on; null where it is no flag's value.</summary>
    public static bool? IsOn(string value)
    {
        try
        {
            return JsonNode.Parse(value) is JsonObject flag && flag["enabled"] is JsonValue on && on.TryGetValue<bool>(out var enabled) ? enabled : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}

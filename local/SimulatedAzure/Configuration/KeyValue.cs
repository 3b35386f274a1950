using System.Text.Json.Nodes;

namespace OpsAutomation.SimulatedAzure.Configuration;

/// <summary>One key-value of a configuration store.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Label">Its label, or null for none.</param>
/// <param name="Value">Its value.</param>
/// <param name="ContentType">Media type of the value, or null.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Locked">Whether it is read-only.</param>
/// <param name="ETag">Its version, without quotes.</param>
/// <param name="Modified">When it was written.</param>
internal sealed record KeyValue(
    string Key, string? Label, string? Value, string? ContentType, JsonObject Tags, bool Locked, string ETag, DateTimeOffset Modified)
{
    /// <summary>The shape of the REST API.</summary>
    public JsonObject ToJson() => new()
    {
        ["etag"] = ETag,
        ["key"] = Key,
        ["label"] = Label,
        ["content_type"] = ContentType,
        ["value"] = Value,
        ["tags"] = Tags.DeepClone(),
        ["locked"] = Locked,
        ["last_modified"] = Modified.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
    };
}

using System.Text.Json.Serialization;

namespace OpsAutomation.Runtime.Http;

/// <summary>What the key file holds.</summary>
internal sealed class KeyFile
{
    [JsonPropertyName("masterKey")]
    [JsonRequired]
    public string MasterKey { get; set; } = "";

    [JsonPropertyName("functionKeys")]
    public SortedDictionary<string, string> FunctionKeys { get; set; } = new(StringComparer.Ordinal);

    [JsonPropertyName("functions")]
    public SortedDictionary<string, SortedDictionary<string, string>> Functions { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    [JsonPropertyName("systemKeys")]
    public SortedDictionary<string, string> SystemKeys { get; set; } = new(StringComparer.Ordinal);
}

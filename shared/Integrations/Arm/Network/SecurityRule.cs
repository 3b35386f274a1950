using System.Text.Json.Nodes;

namespace OpsAutomation.Integrations.Arm.Network;

/// <summary>A rule of a network security group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Properties">Its properties without the provisioning state.</param>
internal sealed record SecurityRule(string Name, JsonObject Properties)
{
    private static readonly string[] Anywhere = ["*", "0.0.0.0/0", "::/0", "Internet", "Any"];

    // SSH, Telnet, RDP, WinRM, SMB, RPC; databases that listen there by default.
    private static readonly int[] Sensitive = [22, 23, 135, 445, 1433, 1521, 3306, 3389, 5432, 5985, 5986, 6379, 9200, 27017];

    /// <summary>The rule's content as text that can be compared: the same content gives the same text.</summary>
    public string Content => Canonical(Properties).ToJsonString();

    /// <summary>Whether it lets everybody on the Internet in to something that nobody there should reach.</summary>
    public bool IsPermissive =>
        Is("access", "Allow") && Is("direction", "Inbound")
        && Values("sourceAddressPrefix", "sourceAddressPrefixes").Any(source => Anywhere.Contains(source, StringComparer.OrdinalIgnoreCase))
        && Values("destinationPortRange", "destinationPortRanges").Any(Covers);

    /// <summary>What it allows, for a person.</summary>
    public string Told =>
        $"{Properties["access"]} {Properties["protocol"]} from {string.Join(", ", Values("sourceAddressPrefix", "sourceAddressPrefixes"))} to port {string.Join(", ", Values("destinationPortRange", "destinationPortRanges"))}";

    private bool Is(string field, string word) => string.Equals(Properties[field]?.ToString(), word, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<string> Values(string one, string many)
    {
        var single = Properties[one]?.ToString();
        return (Properties[many] as JsonArray ?? []).Select(v => v?.ToString() ?? string.Empty).Concat(string.IsNullOrEmpty(single) ? [] : [single]);
    }

    private static bool Covers(string range)
    {
        if (range == "*")
        {
            return true;
        }

        var ends = range.Split('-');
        return int.TryParse(ends[0], out var from) && int.TryParse(ends[^1], out var to) && Sensitive.Any(port => port >= from && port <= to);
    }

    private static JsonNode Canonical(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : Canonical(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(v => v is null ? null : Canonical(v))]),
        _ => node.DeepClone(),
    };
}

using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>What Microsoft.Network asks of security rules.</summary>
internal static class SecurityRules
{
    private static readonly string[] Required = ["protocol", "access", "direction", "priority"];

    /// <summary>Checks all rules of a group.</summary>
    /// <exception cref="ArmRefusal">400 with Network's own code.</exception>
    public static void Check(JsonArray rules)
    {
        var places = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var rule in rules.OfType<JsonObject>())
        {
            var name = rule["name"]?.ToString() ?? "?";
            var properties = rule["properties"] as JsonObject ?? throw ArmRefusal.InvalidContent($"the rule '{name}' has no 'properties'");
            if (Required.FirstOrDefault(field => properties[field] is null) is { } missing)
            {
                throw new ArmRefusal(400, "MissingJsonPropertyForRequest", $"Value for '{missing}' of the security rule '{name}' is missing.");
            }

            if (properties["access"]!.ToString() is not ("Allow" or "Deny") || properties["direction"]!.ToString() is not ("Inbound" or "Outbound"))
            {
                throw ArmRefusal.InvalidContent($"'access' or 'direction' of the security rule '{name}' is none of their words");
            }

            if (properties["priority"]!.GetValue<int>() is < 100 or > 4096)
            {
                throw new ArmRefusal(400, "SecurityRuleInvalidPriority", $"The security rule '{name}' has an invalid priority. The value must be from 100 to 4096.");
            }

            if (!places.Add($"{properties["direction"]} {properties["priority"]}"))
            {
                throw new ArmRefusal(400, "SecurityRuleConflict", $"The security rule '{name}' conflicts with another. Rules cannot have the same Priority and Direction.");
            }
        }
    }
}

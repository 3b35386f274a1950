using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>Resource providers: what ArmClient asks for before it addresses a generic resource.</summary>
internal static class ProviderRoutes
{
    private static readonly (string Type, IReadOnlyList<string> Versions)[] Extensions =
    [
        ("Microsoft.Authorization/locks", ApiVersions.Locks),
        ("Microsoft.Insights/metrics", ApiVersions.Metrics),
        ("Microsoft.Insights/metricDefinitions", ApiVersions.Metrics),
        ("Microsoft.Insights/eventtypes", ApiVersions.ActivityLog),
        ("Microsoft.Resources/tags", ApiVersions.Resources),
        ("Microsoft.Resources/subscriptions", ApiVersions.Resources),
        ("Microsoft.Resources/resourceGroups", ApiVersions.Resources),
    ];

    /// <summary>GET of all providers, or of one namespace.</summary>
    public static SimResponse Answer(ArmCall call, string[] path, string scope)
    {
        ApiVersions.Check(call, "providers", ApiVersions.Resources);
        if (call.Method != "GET" || path.Length > 1)
        {
            throw ArmRefusal.MethodNotAllowed(call.Method, "providers");
        }

        var all = ResourceTypes.All.Select(type => (Type: type.Name, Versions: type.ApiVersions)).Concat(Extensions)
            .GroupBy(pair => pair.Type.Split('/')[0], StringComparer.OrdinalIgnoreCase)
            .Select(group => Provider(group.Key, group, scope)).ToList();
        if (path.Length == 0)
        {
            return SimResponse.Json(200, new JsonObject { ["value"] = new JsonArray([.. all]) });
        }

        return SimResponse.Json(200, all.Find(one => one["namespace"]!.GetValue<string>().Equals(path[0], StringComparison.OrdinalIgnoreCase))
            ?? throw new ArmRefusal(404, "InvalidResourceNamespace", $"The resource namespace '{path[0]}' is invalid."));
    }

    private static JsonObject Provider(string name, IEnumerable<(string Type, IReadOnlyList<string> Versions)> types, string scope) => new()
    {
        ["id"] = $"{scope}/providers/{name}",
        ["namespace"] = name,
        ["registrationState"] = "Registered",
        ["registrationPolicy"] = "RegistrationRequired",
        ["resourceTypes"] = new JsonArray([.. types.Select(pair => new JsonObject
        {
            ["resourceType"] = pair.Type.Split('/', 2)[1],
            ["locations"] = new JsonArray("West Europe", "North Europe"),
            ["apiVersions"] = new JsonArray([.. pair.Versions.Select(version => JsonValue.Create(version))]),
            ["defaultApiVersion"] = pair.Versions[0],
            ["capabilities"] = "SupportsTags, SupportsLocation",
        })]),
    };
}

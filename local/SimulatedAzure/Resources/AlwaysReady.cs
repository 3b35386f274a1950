using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>What Flex Consumption asks of <c>functionAppConfig.scaleAndConcurrency</c>.</summary>
internal static class AlwaysReady
{
    /// <summary>What serves a site: one instance, which starts cold where the app is one of Flex Consumption, and those that are ready.</summary>
    public static int Serving(JsonObject body) =>
        1 + (body["properties"]?["functionAppConfig"]?["scaleAndConcurrency"] is JsonObject scale ? Ready(scale) : 0);

    /// <summary>Checks a site's body.</summary>
    /// <exception cref="ArmRefusal">BadRequest.</exception>
    public static void Check(JsonObject body, ArmId id)
    {
        if (body["properties"]?["functionAppConfig"] is not JsonObject config)
        {
            return;
        }

        if (body["kind"]?.ToString().Contains("functionapp", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new ArmRefusal(400, "BadRequest", $"The parameter functionAppConfig is not allowed for the site '{id.Name}': it is no Flex Consumption app.");
        }

        var scale = config["scaleAndConcurrency"] as JsonObject ?? throw new ArmRefusal(400, "BadRequest", "functionAppConfig.scaleAndConcurrency is missing.");
        var most = scale["maximumInstanceCount"]?.GetValue<int>() ?? 100;
        var ready = Ready(scale);
        if (ready > most)
        {
            throw new ArmRefusal(400, "BadRequest", $"The total number of always ready instances, {ready}, is above maximumInstanceCount, {most}.");
        }
    }
    private static int Ready(JsonObject scale) => (scale["alwaysReady"] as JsonArray ?? []).Sum(one => one!["instanceCount"]!.GetValue<int>());
}

using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Web;

/// <summary>An App Service plan as one read gave it.</summary>
/// <param name="Id">ARM id.</param>
/// <param name="Name">Its name as Azure spells it.</param>
/// <param name="Identity">Its creation time: what a later namesake does not share.</param>
/// <param name="Capacity">Number of instances that it is told to have.</param>
/// <param name="Size">Name of its SKU, for example P1v3.</param>
/// <param name="Tier">Tier of its SKU.</param>
/// <param name="Maximum">Most instances that Azure gives it, or null where it does not say.</param>
/// <param name="State">Provisioning state; Succeeded where it has none, as App Service often answers.</param>
/// <param name="ScalesItself">Whether App Service's automatic scaling is on.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Body">The whole body: a write must send it back, since a PATCH of a plan knows no SKU.</param>
internal sealed record AppServicePlan(
    ResourceIdentifier Id,
    string Name,
    string Identity,
    int Capacity,
    string Size,
    string Tier,
    int? Maximum,
    string State,
    bool ScalesItself,
    IReadOnlyDictionary<string, string> Tags,
    JsonObject Body)
{
    /// <summary>ARM type.</summary>
    public const string Type = "Microsoft.Web/serverfarms";

    /// <summary>The provisioning state in which nothing is under way and nothing has failed.</summary>
    public const string Settled = "Succeeded";

    /// <summary>Tiers whose count a person sets; the others have one instance, or scale themselves.</summary>
    public bool HasCount => Tier is "Basic" or "Standard" || Tier.StartsWith("Premium", StringComparison.Ordinal) || Tier.StartsWith("Isolated", StringComparison.Ordinal);
}

using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>SKUs of App Service plans, and which a plan may change to: every dedicated one that its scale unit has.</summary>
internal static class PlanSizes
{
    private static readonly (string Tier, int Most, string[] Names)[] Tiers =
    [
        ("Basic", 3, ["B1", "B2", "B3"]),
        ("Standard", 10, ["S1", "S2", "S3"]),
        ("PremiumV3", 30, ["P0v3", "P1v3", "P2v3", "P3v3"]),
    ];

    /// <summary>What <c>skus</c> answers for a plan.</summary>
    public static JsonObject Of(ResourceVersion plan) => new()
    {
        ["resourceType"] = plan.Id.Type,
        ["skus"] = new JsonArray([.. Tiers.SelectMany(tier => tier.Names.Select(name => new JsonObject
        {
            ["sku"] = new JsonObject { ["name"] = name, ["tier"] = tier.Tier },
            ["capacity"] = new JsonObject { ["minimum"] = 1, ["maximum"] = tier.Most, ["default"] = 1, ["scaleType"] = "Manual" },
        }))]),
    };

    /// <summary>Fills in what a new size brings along; refused where the plan cannot have it.</summary>
    /// <exception cref="ArmRefusal">409 Conflict, as App Service answers for a SKU that the scale unit does not have.</exception>
    public static void Change(ResourceVersion current, JsonObject next)
    {
        var (before, wanted) = (current.Body["sku"]?["name"]?.ToString(), next["sku"]?["name"]?.ToString() ?? string.Empty);
        if (wanted.Equals(before, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var (tier, _, names) = Tiers.FirstOrDefault(one => one.Names.Contains(wanted, StringComparer.OrdinalIgnoreCase));
        if (tier is null)
        {
            throw new ArmRefusal(409, "Conflict", $"The pricing tier '{wanted}' is not allowed in this resource group. Use this link to learn more: http://go.microsoft.com/fwlink/?LinkId=825764.");
        }

        var name = names.First(one => one.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        next["sku"] = new JsonObject
        {
            ["name"] = name,
            ["tier"] = tier,
            ["size"] = name,
            ["family"] = name[0] + (name.Length > 2 ? name[2..] : string.Empty),
            ["capacity"] = next["sku"]!["capacity"]!.DeepClone(),
        };
    }
}

using System.Text.Json.Nodes;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>A fault that a campaign may draw.</summary>
/// <param name="Kind">In words, for the table.</param>
/// <param name="Make">Makes it for a resource.</param>
internal sealed record CampaignFault(string Kind, Func<CampaignResource, DrawSource, JsonObject> Make)
{
    private const string Metrics = "/providers/microsoft.insights/metrics";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CampaignFault> All { get; } =
    [
        new("throttled change", (of, draw) => Change(of, draw, new() { ["status"] = 429, ["retryAfter"] = 5 + draw.Next(60) })),
        new("unavailable change", (of, draw) => Change(of, draw, new() { ["status"] = 503 })),
        new("gateway timeout", (of, draw) => Change(of, draw, new() { ["status"] = 504 })),
        new("another operation", (of, draw) => Change(of, draw, new() { ["status"] = 409, ["code"] = "AnotherOperationInProgress", ["retryAfter"] = 10 + draw.Next(60) })),
        new("denied change", (of, draw) => Change(of, draw, new() { ["status"] = 403 })),
        new("lost answer", (of, draw) => Change(of, draw, new() { ["dropAfterEffect"] = true })),
        new("lost answer of a read", (of, draw) => Read(of, draw, new() { ["dropAfterEffect"] = true })),
        new("failed operation", (of, draw) => Change(of, draw, new() { ["failOperation"] = new JsonObject { ["code"] = "AllocationFailed", ["message"] = "No capacity." } })),
        new("slow answer", (of, draw) => Change(of, draw, new() { ["delay"] = 5 + draw.Next(40) })),
        new("throttled reads", (of, draw) => Read(of, draw, new() { ["status"] = 429, ["retryAfter"] = 5 + draw.Next(30) })),
        new("failing reads", (of, draw) => Read(of, draw, new() { ["status"] = 500 })),
        new("metrics fail", (of, draw) => new() { ["route"] = MetricsOf(of), ["status"] = 500, ["count"] = 1 + draw.Next(4) }),
        new("metrics stale", (of, draw) => new() { ["route"] = MetricsOf(of), ["staleMinutes"] = 15 + draw.Next(30), ["count"] = 1 + draw.Next(4) }),
    ];

    private static string MetricsOf(CampaignResource of) => $"*{(of.IsOfArm ? $"/{of.Name}" : string.Empty)}{Metrics}";

    private static JsonObject Change(CampaignResource of, DrawSource draw, JsonObject effect)
    {
        // A GET never carries one of these methods, so that the fault waits for a change.
        effect["method"] = draw.Of(of.Changing);
        effect["count"] = 1 + draw.Next(2);
        return of.Matching(effect);
    }

    private static JsonObject Read(CampaignResource of, DrawSource draw, JsonObject effect)
    {
        effect["method"] = "GET";
        effect["count"] = 1 + draw.Next(3);
        return of.Matching(effect);
    }
}

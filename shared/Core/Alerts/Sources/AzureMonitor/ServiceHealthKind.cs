using System.Text.Json;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>Service Health: an incident or maintenance of Azure itself. It is always sent as Fired; the stage says whether it is over.</summary>
internal sealed class ServiceHealthKind : IAzureAlertKind
{
    public string Name => "service health";

    public IReadOnlyList<string> Services { get; } = ["ServiceHealth", "Activity Log - Service Health"];

    public bool Fits(CommonAlert alert) =>
        alert.ServiceIs(Services)
        || alert.Context.Text("operationName", 128)?.StartsWith("Microsoft.ServiceHealth/", StringComparison.OrdinalIgnoreCase) == true;

    public AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem)
    {
        problem = null;
        var context = alert.Context;
        var properties = context.Object("properties");
        var stage = properties.Text("stage", 64) ?? context.Text("status", 64);
        var over = stage?.ToLowerInvariant() is "resolved" or "complete" or "rca" or "canceled";
        var tracking = properties.Text("trackingId", 64);
        draft.Labels.Add("azure.trackingId", tracking);
        draft.Labels.Add("azure.incidentType", properties.Text("incidentType", 64));
        draft.Labels.Add("azure.stage", stage);
        draft.Labels.Add("azure.service", properties.Text("service"));
        draft.Labels.Add("azure.region", properties.Text("region"));
        draft.Labels.Add(Region.Label, Regions(properties));
        draft.Labels.Add("azure.communication", properties.Text("communication"));

        // Updates about one event share its tracking id, so they meet in one fingerprint.
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (tracking is not null)
        {
            dimensions["trackingId"] = tracking;
        }

        var status = over ? AlertStatus.Resolved : draft.Status;
        return draft with
        {
            Status = status,
            StartsAt = properties.Time("impactStartTime") ?? draft.StartsAt,
            EndsAt = status == AlertStatus.Resolved ? alert.Essentials.Time("resolvedDateTime") ?? context.Time("eventTimestamp") ?? draft.EndsAt : null,
            Signal = new Signal(SignalKind.ServiceHealth, properties.Text("incidentType", 64), null, null, null, null, dimensions),
            Summary = $"{draft.Rule}: {properties.Text("title") ?? "an event"} ({properties.Text("service") ?? "Azure"}, {properties.Text("region") ?? "no region"}), stage {stage ?? "unknown"}",
        };
    }

    // "region" names one region, several, or "Global"; impactedServices, JSON in a string, names those of each service.
    private static string? Regions(JsonFields properties)
    {
        var named = (properties.Text("region") ?? string.Empty).Split(',', ';')
            .Concat(properties.Find("impactedServices") is { } impacted ? Impacted(impacted) : [])
            .Select(RegionName.Canonical)
            .Where(r => r.Length > 0 && r != "global")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return string.Join(',', named) is { Length: > 0 } regions ? regions : null;
    }

    private static string[] Impacted(JsonElement impacted)
    {
        if (impacted.ValueKind != JsonValueKind.String)
        {
            return Names(impacted);
        }

        try
        {
            using var parsed = JsonDocument.Parse(impacted.GetString()!);
            return Names(parsed.RootElement);
        }
        catch (JsonException)
        {
            // Cut off or malformed: what "region" says is all there is.
            return [];
        }
    }

    private static string[] Names(JsonElement services) => services.ValueKind != JsonValueKind.Array
        ? []
        : [.. services.EnumerateArray()
            .SelectMany(s => new JsonFields(s).List("ImpactedRegions"))
            .Select(r => new JsonFields(r).Text("RegionName", 64))
            .OfType<string>()];
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Unit.Core.Alerts.Samples;

/// <summary>What holds of every alert, whatever its sender wrote.</summary>
internal static class AlertBounds
{
    public static void Hold(Alert alert)
    {
        Assert.InRange(alert.Labels.Count, 0, 64);
        Assert.All(alert.Labels, l => Assert.InRange(l.Value.Length, 0, 512));
        Assert.All(alert.Labels, l => Assert.InRange(l.Key.Length, 1, 128));
        Assert.InRange(alert.Summary.Length, 1, 512);
        Assert.InRange(alert.Rule.Length, 1, 512);
        Assert.InRange(alert.Signal.Dimensions.Count, 0, 40);
        Assert.All(alert.Signal.Dimensions, d => Assert.InRange(d.Value.Length, 0, 1024));
        Assert.True(alert.StartsAt <= Reading.Received.AddMinutes(15));
        Assert.Equal(alert.Status == AlertStatus.Resolved, alert.EndsAt is not null);
        Assert.True(alert.Value is null || double.IsFinite(alert.Value.Value));

        // These two are Azure's own, and name ARM ids that ARM gave them; all others may only name what the catalogue lists.
        Assert.True(alert.Source is "azure-monitor" or "event-grid" || alert.Resource is null || Reading.Services.Find(alert.Resource) is not null);
        Assert.True(alert.Service is null || Reading.Services.ByName(alert.Service) is not null);
        Assert.All(alert.Links.Values, l => Assert.StartsWith("https://", l, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(alert.Fingerprint, OpsJson.Read<Alert>(OpsJson.Write(alert)).Fingerprint);
    }
}

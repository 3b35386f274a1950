using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>The alerts whose conditions an incident must see ended before it may close.</summary>
internal static class FiringAlerts
{
    /// <summary>The opening alert, and those that joined since the last all-clear; one per condition. Never empty.</summary>
    public static IReadOnlyList<Alert> Of(IncidentFile file)
    {
        var alerts = new List<Alert> { file.Facts.OfType<Fact.Opened>().First().Alert };
        foreach (var fact in file.Facts)
        {
            if (fact is Fact.AllClear)
            {
                alerts.RemoveRange(1, alerts.Count - 1);
            }
            else if (fact is Fact.AlertJoined { Alert: { Status: AlertStatus.Firing } joined } && alerts.TrueForAll(a => a.Fingerprint != joined.Fingerprint))
            {
                alerts.Add(joined);
            }
        }

        return alerts;
    }
}

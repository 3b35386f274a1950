using OpsAutomation.Core.Permissions;
using OpsAutomation.Integrations.CostManagement;

namespace OpsAutomation.Integrations.Arm;

/// <summary>What is read whatever the playbooks are, under the identity that changes nothing.</summary>
public static class ReaderPermissions
{
    /// <summary>The operations, each with why.</summary>
    public static IReadOnlyList<PermissionNeed> All { get; } =
        [
            new("Microsoft.Insights/metrics/read", "The signal that fired is read again before a change, for verification and for the incident's chart."),
            new(CostQueries.Permission, "Daily cost is read, judged and forecast, where cost.yaml names a scope."),
            .. InstanceCensus.Permissions.Select(p => new PermissionNeed(p, "What is paid for by the hour is counted, so that a runaway is found before its bill.")),
            new(ActivityLogReader.Permission, "What others did to a resource meanwhile is compared with what automation would have done."),
        ];
}

using OpsAutomation.Core.Permissions;

namespace OpsAutomation.Integrations.Arm;

/// <summary>What is read whatever the playbooks are, under the identity that changes nothing.</summary>
public static class ReaderPermissions
{
    /// <summary>The operations, each with why.</summary>
    public static IReadOnlyList<PermissionNeed> All { get; } =
        [
            new("Microsoft.Insights/metrics/read", "The signal that fired is read again before a change, for verification and for the incident's chart."),
            new(ActivityLogReader.Permission, "What others did to a resource meanwhile is compared with what automation would have done."),
        ];
}

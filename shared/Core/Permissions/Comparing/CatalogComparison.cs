using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Permissions.Comparing;

/// <summary>What a review must see of a changed catalogue: permissions, guardrails and playbooks that allow more or less than before.</summary>
public static class CatalogComparison
{
    /// <summary>Compares; roles first, then guardrails, then playbooks.</summary>
    /// <param name="before">The catalogue as it was.</param>
    /// <param name="after">The catalogue as it is to be.</param>
    /// <param name="actions">The actions that playbooks may use.</param>
    /// <param name="reads">What is read whatever the playbooks are.</param>
    public static IReadOnlyList<CatalogChange> Compare(OpsCatalog before, OpsCatalog after, IReadOnlyCollection<ActionDescriptor> actions, IReadOnlyCollection<PermissionNeed> reads)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (RoleBuilder.Build(before, actions, reads), RoleBuilder.Build(after, actions, reads));
        var changes = new List<CatalogChange>();
        foreach (var key in old.Roles.Concat(now.Roles).Select(r => r.Key).Distinct(StringComparer.Ordinal))
        {
            var role = new BoundList($"role {key}");
            role.Allowing("operations", Names(old, key), Names(now, key));
            changes.AddRange(role.Changes);
        }

        var consent = new BoundList("consent");
        consent.Allowing("permissions", old.Apis.Select(Text), now.Apis.Select(Text));
        var assigned = new BoundList("assignments");
        assigned.Allowing("role and scope", old.Assignments.Select(Text), now.Assignments.Select(Text));
        var ways = new BoundList("services");
        ways.Forbidding("breakGlass", before.Services.BreakGlass, after.Services.BreakGlass);
        return [.. changes, .. consent.Changes, .. assigned.Changes, .. ways.Changes, .. GuardrailComparison.Compare(before.Guardrails, after.Guardrails), .. PlaybookComparison.Compare(before.Playbooks, after.Playbooks)];
    }

    private static IEnumerable<string> Names(PermissionReport report, string key) => report.Roles.Where(r => r.Key == key).SelectMany(r => r.All).Select(o => o.Name);

    private static string Text(ApiPermission permission) => $"{permission.Service} {permission.Permission}";

    private static string Text(RoleAssignment assignment) => $"{assignment.Role} at {assignment.Scope}";
}

using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Permissions;

namespace OpsAutomation.Cli.Permissions;

/// <summary>
/// What an administrator of the tenant runs once: a managed identity cannot ask for consent, it is given application
/// permissions (learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments).
/// </summary>
internal static class GraphConsent
{
    // The same in every tenant.
    private const string GraphApp = "00000003-0000-0000-c000-000000000000";
    private const string GraphName = "Microsoft Graph";
    private const string OwnedBy = "Application.ReadWrite.OwnedBy";

    /// <summary>The commands; empty where nothing of Graph is needed.</summary>
    public static IReadOnlyList<string> Commands(PermissionReport report, OpsCatalog catalog)
    {
        var permissions = report.Apis.Where(a => a.Service == GraphName).Select(a => a.Permission).ToList();
        if (permissions.Count == 0)
        {
            return [];
        }

        string[] first =
        [
            "# OPERATOR is the object id of the operator identity's service principal.",
            $"GRAPH=$(az ad sp show --id {GraphApp} --query id -o tsv)",
        ];
        var owned = permissions.Contains(OwnedBy, StringComparer.Ordinal)
            ? catalog.Services.Credentials.Select(c => c.Application).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(a => $"az ad app owner add --id {a} --owner-object-id \"$OPERATOR\"")
            : [];
        return [.. first, .. permissions.SelectMany(Assign), .. owned];
    }

    private static IEnumerable<string> Assign(string permission) =>
    [
        $"ROLE=$(az ad sp show --id {GraphApp} --query \"appRoles[?value=='{permission}'].id | [0]\" -o tsv)",
        $"az rest --method post --url \"https://graph.microsoft.com/v1.0/servicePrincipals/$OPERATOR/appRoleAssignments\" --body \"{{\\\"principalId\\\":\\\"$OPERATOR\\\",\\\"resourceId\\\":\\\"$GRAPH\\\",\\\"appRoleId\\\":\\\"$ROLE\\\"}}\"  # {permission}",
    ];
}

using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Permissions;
using OpsAutomation.Core.Permissions.Comparing;

namespace OpsAutomation.Cli.Permissions;

/// <summary>Permissions in words.</summary>
internal static class PermissionText
{
    /// <summary>Everything that is needed, why, and the commands that give it.</summary>
    public static IEnumerable<string> Of(PermissionReport report, IReadOnlyList<string> consent)
    {
        foreach (var role in report.Roles)
        {
            yield return $"{role.Name}: {role.Description}";
            foreach (var operation in role.All)
            {
                yield return $"  {operation.Name}{(role.DataActions.Contains(operation) ? "  (data)" : string.Empty)}";
                foreach (var who in operation.NeededBy)
                {
                    yield return $"      {Terminal.Safe(who)}";
                }
            }

            yield return string.Empty;
        }

        yield return "Assignments. ROLE_… are the outputs of operator-role.bicep, OPERATOR and READER the identities' object ids:";
        foreach (var assignment in report.Assignments)
        {
            var identity = assignment.Role == RoleBuilder.Reader ? "READER" : "OPERATOR";
            yield return $"  az role assignment create --assignee-object-id \"${identity}\" --assignee-principal-type ServicePrincipal --role \"${Variable(assignment.Role)}\" --scope {Terminal.Safe(assignment.Scope)}  # {Terminal.Safe(assignment.Because)}";
        }

        if (report.Apis.Count > 0)
        {
            yield return string.Empty;
            yield return "Consent of an administrator:";
            foreach (var api in report.Apis)
            {
                yield return $"  {api.Service} {api.Permission}";
                foreach (var who in api.NeededBy)
                {
                    yield return $"      {Terminal.Safe(who)}";
                }
            }

            foreach (var command in consent)
            {
                yield return $"  {command}";
            }
        }
    }

    /// <summary>What is wider and what is narrower than before.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<CatalogChange> changes)
    {
        foreach (var (kind, title) in new[] { (Widening.Wider, "Wider than before"), (Widening.Narrower, "Narrower than before") })
        {
            var some = changes.Where(c => c.Kind == kind).ToList();
            yield return $"{title}: {(some.Count == 0 ? "nothing" : some.Count)}";
            foreach (var change in some)
            {
                yield return $"  {(kind == Widening.Wider ? '+' : '-')} {Terminal.Safe(change.Subject)}: {Terminal.Safe(change.Text)}";
            }
        }
    }

    private static string Variable(string role) => "ROLE_" + string.Concat(role.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
}

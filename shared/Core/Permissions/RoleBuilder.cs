using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Permissions;

/// <summary>
/// Derives the roles from the catalogue. There is one role for each height at which operations are asked for: a role that
/// holds both could only be assigned at the higher place, and would then grant every change in a whole subscription.
/// </summary>
public static class RoleBuilder
{
    /// <summary>Key of the role that changes targets.</summary>
    public const string Operator = "operator";

    /// <summary>Key of the role that reads in the groups of targets.</summary>
    public const string OperatorGroup = "operatorGroup";

    /// <summary>Key of the role that reads in the subscriptions of targets.</summary>
    public const string OperatorSubscription = "operatorSubscription";

    /// <summary>Key of the role that changes data.</summary>
    public const string OperatorData = "operatorData";

    /// <summary>Key of the role of the reading identity.</summary>
    public const string Reader = "reader";

    /// <summary>Derives everything.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="actions">The actions that its playbooks may use.</param>
    /// <param name="reads">What is read whatever the playbooks are, each with why.</param>
    public static PermissionReport Build(OpsCatalog catalog, IReadOnlyCollection<ActionDescriptor> actions, IEnumerable<PermissionNeed> reads)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var needs = PermissionNeeds.Of(catalog.Playbooks, actions);
        CustomRole[] roles =
        [
            new(Reader, "OpsAutomation reader", "Reads metrics and the activity log, for enrichment and verification. Changes nothing.", OperationLevel.Subscription, Merge(reads), []),
            new(Operator, "OpsAutomation operator", "Changes the targets of playbooks, and reads them. Assigned at the targets alone.", OperationLevel.Resource, At(needs, OperationLevel.Resource), []),
            new(OperatorGroup, "OpsAutomation operator, resource groups", "Reads what stands beside a target of a playbook. Changes nothing.", OperationLevel.Group, At(needs, OperationLevel.Group), []),
            new(OperatorSubscription, "OpsAutomation operator, subscriptions", "Reads locks, operations under way and the activity log. Changes nothing.", OperationLevel.Subscription, At(needs, OperationLevel.Subscription), []),
            new(OperatorData, "OpsAutomation operator, data", "Publishes secrets and reads their properties, never a value; reads and writes feature flags. Assigned at single secrets and stores.", OperationLevel.Resource, [], Merge(needs.Data)),
        ];
        var wanted = roles.Where(r => r.All.Any()).ToArray();
        return new PermissionReport(
            wanted,
            [.. AssignmentBuilder.Build(catalog, needs).Where(a => wanted.Any(r => r.Key == a.Role))],
            [.. Merge(needs.Apis).Select(Api)]);
    }

    private static IReadOnlyList<RoleOperation> At(PermissionNeeds needs, OperationLevel level) => Merge(needs.Control.Where(n => OperationLevels.Of(n.Operation) == level));

    private static IReadOnlyList<RoleOperation> Merge(IEnumerable<PermissionNeed> needs) =>
        [.. needs.GroupBy(n => n.Operation, StringComparer.OrdinalIgnoreCase)
            .Select(g => new RoleOperation(g.First().Operation, [.. g.Select(n => n.NeededBy).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
            .OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase)];

    private static ApiPermission Api(RoleOperation operation)
    {
        var parts = operation.Name.Split(": ", 2);
        return new ApiPermission(parts[0], parts[^1], operation.NeededBy);
    }
}

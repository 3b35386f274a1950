namespace OpsAutomation.Core.Permissions;

/// <summary>How high above a target an operation is asked for: a role that is assigned lower does not grant it.</summary>
public enum OperationLevel
{
    /// <summary>On the target itself or below it.</summary>
    Resource,

    /// <summary>On the target's resource group.</summary>
    Group,

    /// <summary>On the target's subscription.</summary>
    Subscription,
}

/// <summary>Which operations are asked for above their target. All of them read; a test compares this with the calls that are made.</summary>
public static class OperationLevels
{
    private const string OfLocations = "/locations/operations/read";

    private static readonly Dictionary<string, OperationLevel> Above = new(StringComparer.OrdinalIgnoreCase)
    {
        // Locks of the group and of the subscription protect what is below them, and are not listed at the resource.
        ["Microsoft.Authorization/locks/read"] = OperationLevel.Subscription,

        // Tags of the group and of the subscription protect as well.
        ["Microsoft.Resources/tags/read"] = OperationLevel.Subscription,
        ["Microsoft.Insights/eventtypes/values/read"] = OperationLevel.Subscription,
        ["Microsoft.Resources/subscriptions/resourceGroups/resources/read"] = OperationLevel.Group,
        ["Microsoft.Insights/autoscalesettings/read"] = OperationLevel.Group,
    };

    /// <summary>The level of an operation. An operation that is not known to be higher is asked for on its target.</summary>
    public static OperationLevel Of(string operation)
    {
        ArgumentNullException.ThrowIfNull(operation);

        // An operation under way is followed at the provider's location, which belongs to the subscription.
        return operation.EndsWith(OfLocations, StringComparison.OrdinalIgnoreCase) ? OperationLevel.Subscription : Above.GetValueOrDefault(operation, OperationLevel.Resource);
    }
}

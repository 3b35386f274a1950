namespace OpsAutomation.Core.Services;

/// <summary>Reads the parts of an ARM id. Ids ignore case; parts come back in lower case. Anything that is no ARM id has no parts.</summary>
public static class ArmId
{
    private const string Providers = "/providers/";

    /// <summary>The resource type, for example <c>microsoft.compute/virtualmachinescalesets</c>; null for groups and subscriptions.</summary>
    public static string? TypeOf(string? id)
    {
        var lower = IsArm(id) ? id!.ToLowerInvariant() : string.Empty;
        var at = lower.LastIndexOf(Providers, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        // namespace/type/name[/type/name…]: every second segment after the namespace is a type.
        var segments = lower[(at + Providers.Length)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length < 2 ? null : string.Join('/', segments.Where((_, i) => i == 0 || i % 2 == 1));
    }

    /// <summary>The resource group, or null.</summary>
    public static string? ResourceGroupOf(string? id) => After(id, "resourcegroups");

    /// <summary>The subscription, or null.</summary>
    public static string? SubscriptionOf(string? id) => After(id, "subscriptions");

    /// <summary>The last segment, or null.</summary>
    public static string? NameOf(string? id) => id?.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.ToLowerInvariant();

    private static string? After(string? id, string segment)
    {
        var segments = IsArm(id) ? id!.ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries) : [];
        var at = Array.IndexOf(segments, segment);
        return at >= 0 && at + 1 < segments.Length ? segments[at + 1] : null;
    }

    // An ARN may hold "/providers/" in a name of somebody's choice; it never becomes a resource that an action takes.
    private static bool IsArm(string? id) => id?.StartsWith('/') == true;
}

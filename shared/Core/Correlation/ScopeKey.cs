using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// The scope that an alert is correlated in: its service, else its resource group, else its source and rule. A pure
/// function of alert and catalogue, so every instance that handles an alert works on the same partition. The scope is not
/// the fingerprint: what is one condition and what belongs together are two questions (keep#6567).
/// </summary>
public static class ScopeKey
{
    /// <summary>The scope of what could not be read.</summary>
    public const string DeadLetter = "dead-letter";

    private const int MaxReadable = 60;

    /// <summary>The scope of an alert: at most 80 characters of <c>a-z 0-9 - . _ ~</c>.</summary>
    public static string Of(Alert alert, ServiceCatalog services)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(services);
        if ((services.Find(alert.Resource) ?? services.ByName(alert.Service)) is { } service)
        {
            return Make("svc", service.Name);
        }

        // The subscription is part of the hash: two subscriptions may have a group of the same name.
        return ArmId.ResourceGroupOf(alert.Resource) is { } group
            ? Make("rg", group, ArmId.SubscriptionOf(alert.Resource))
            : Make("rule", alert.Rule, alert.Source);
    }

    /// <summary>The scope of a service of the catalogue.</summary>
    public static string OfService(string service) => Make("svc", service);

    /// <summary>The partition of a scope.</summary>
    public static string Partition(string scope)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        return $"scope-{scope}";
    }

    private static string Make(string kind, string name, params string?[] more)
    {
        var readable = string.Concat(name.ToLowerInvariant().Take(MaxReadable).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '-'));
        return readable == name && more.Length == 0 ? $"{kind}-{name}" : $"{kind}-{readable}~{LengthPrefixedHash.Hex(12, [kind, name, .. more])}";
    }
}

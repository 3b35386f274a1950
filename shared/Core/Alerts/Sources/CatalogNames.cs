using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// What a sender's text may point at. Text is never a target: an ARM id counts only where the catalogue has an entry that
/// covers it, and a service only by its exact name. An instance name, a host or a tag points at nothing.
/// </summary>
internal static class CatalogNames
{
    private const int MaxLength = 1024;

    // Spellings of a label that holds an ARM id, as exporters and people write them.
    private static readonly string[] ResourceLabels = ["azure_resource_id", "azureResourceId", "resourceId", "resource_id", "azure.resource_id"];

    /// <summary>The resource that one of the usual labels names, if the catalogue knows it; otherwise a note for the person who wonders.</summary>
    public static string? Resource(Func<string, string?> label, ServiceCatalog services, AlertLabels notes)
    {
        foreach (var name in ResourceLabels)
        {
            if (label(name) is { } text)
            {
                if (Resource(text, services) is { } known)
                {
                    return known;
                }

                notes.Assume($"the resource in '{name}' is not in the catalogue and was not taken as a target");
            }
        }

        return null;
    }

    /// <summary>The id in lower case, or null unless it is a well-formed ARM id that the catalogue covers.</summary>
    public static string? Resource(string? text, ServiceCatalog services)
    {
        if (text is null || text.Length > MaxLength)
        {
            return null;
        }

        // An application or a user of the tenant: an object id that the catalogue covers, or the client id of a listed application.
        if (text.StartsWith(GraphId.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Identity(text.ToLowerInvariant(), services);
        }

        if (!text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var id = text.ToLowerInvariant().TrimEnd('/');
        return id[1..].Split('/').All(IsSegment) && services.Find(id) is not null ? id : null;
    }

    /// <summary>The service of exactly this name, or null.</summary>
    public static string? Service(string? name, ServiceCatalog services) => services.ByName(name)?.Name;

    private static string? Identity(string id, ServiceCatalog services) =>
        !GraphId.IsId(id) ? null
        : services.Credentials.FirstOrDefault(c => c.ClientId is { } client && GraphId.OfApplication(client) == id)?.Opens
            ?? (services.Find(id) is not null ? id : null);

    // A segment of dots would climb out of the resource that the catalogue knows.
    private static bool IsSegment(string segment) =>
        segment.Trim('.').Length > 0 && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '(' or ')');
}

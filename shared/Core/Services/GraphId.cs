using System.Diagnostics.CodeAnalysis;

namespace OpsAutomation.Core.Services;

/// <summary>
/// Ids of objects of Microsoft Graph in the shape of ARM's, so that one kind of id names every target:
/// <c>/providers/microsoft.graph/applications/{objectId}</c>, <c>/providers/microsoft.graph/users/{objectId}</c>.
/// </summary>
public static class GraphId
{
    /// <summary>What every such id starts with.</summary>
    public const string Prefix = "/providers/microsoft.graph/";

    /// <summary>Type of applications.</summary>
    public const string ApplicationType = "Microsoft.Graph/applications";

    /// <summary>Type of users.</summary>
    public const string UserType = "Microsoft.Graph/users";

    /// <summary>The id of an application.</summary>
    public static string OfApplication(string objectId) => $"{Prefix}applications/{objectId.ToLowerInvariant()}";

    /// <summary>The id of a user.</summary>
    public static string OfUser(string objectId) => $"{Prefix}users/{objectId.ToLowerInvariant()}";

    /// <summary>Reads the object id of an id of the given type; false when it is anything else. A name is no id.</summary>
    public static bool TryParse(string? id, string type, [NotNullWhen(true)] out string? objectId)
    {
        var start = $"/providers/{type}/";
        objectId = id is not null && id.StartsWith(start, StringComparison.OrdinalIgnoreCase) && Guid.TryParseExact(id[start.Length..], "D", out var guid)
            ? guid.ToString()
            : null;
        return objectId is not null;
    }

    /// <summary>Whether it is the id of an application or a user.</summary>
    public static bool IsId(string? id) => TryParse(id, ApplicationType, out _) || TryParse(id, UserType, out _);
}

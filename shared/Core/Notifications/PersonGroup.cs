namespace OpsAutomation.Core.Notifications;

/// <summary>A group of the directory, written <c>group:NAME</c> among people. Whoever signs in brings their groups along.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Id">Object id of the group in Entra, or null where the token carries the name.</param>
/// <param name="Members">Users who belong to it whatever their token says: local users, and people with more groups than a token carries.</param>
public sealed record PersonGroup(string Name, string? Id, IReadOnlyList<string> Members)
{
    /// <summary>Whether one of the groups that a person signed in with is this one.</summary>
    public bool IsAmong(IEnumerable<string> claims) =>
        claims.Any(c => string.Equals(c, Id, StringComparison.OrdinalIgnoreCase) || string.Equals(c, Name, StringComparison.OrdinalIgnoreCase));
}

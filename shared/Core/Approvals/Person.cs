namespace OpsAutomation.Core.Approvals;

/// <summary>A person as authentication tells of them.</summary>
/// <param name="Name">The name that they signed in with.</param>
/// <param name="Groups">Object ids or names of the groups that their token carries.</param>
public sealed record Person(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>A person of whose groups nothing is known.</summary>
    public static Person Named(string name) => new(name, []);
}

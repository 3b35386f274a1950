namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// What somebody may do here, each including those before it. Whether a person may decide about a plan is the playbook's to
/// say besides: a role opens the door, and names nobody an approver.
/// </summary>
public enum OpsRole
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>See everything; try out what changes nothing.</summary>
    Reader,

    /// <summary>Decide where one is asked.</summary>
    Approver,

    /// <summary>Hold, silence, undo, close, stop automation.</summary>
    Operator,

    /// <summary>Give automation more freedom; look after keys.</summary>
    Admin,
}

/// <summary>The app roles of Entra that stand for <see cref="OpsRole"/>.</summary>
public static class AppRoles
{
    /// <summary>What every name begins with: <c>Ops.Reader</c> and so on.</summary>
    public const string Prefix = "Ops.";

    /// <summary>The highest role among the values of a token's claim; none where it names none of ours.</summary>
    public static OpsRole Highest(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Select(Of).DefaultIfEmpty(OpsRole.None).Max();
    }

    // Numbers are no names, and an enum parses them.
    private static OpsRole Of(string value) =>
        value.StartsWith(Prefix, StringComparison.Ordinal) && char.IsAsciiLetterUpper(value.ElementAtOrDefault(Prefix.Length)) && Enum.TryParse<OpsRole>(value.AsSpan(Prefix.Length), out var role)
            ? role
            : OpsRole.None;
}

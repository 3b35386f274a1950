using Microsoft.AspNetCore.Http;
using OpsAutomation.Core.Approvals;

namespace OpsAutomation.Functions.Hosting;

/// <summary>A person who asks or decides.</summary>
/// <param name="Name">Stable name: the user principal name, or the local user's name.</param>
/// <param name="Local">Whether this is a named local user of the embedded flavor, which proves nothing about who sits there.</param>
public sealed record OpsUser(string Name, bool Local)
{
    /// <summary>What they may do; who has the machine may do everything on it.</summary>
    public OpsRole Role { get; init; } = OpsRole.Admin;

    /// <summary>Object ids or names of the groups that the token carries; empty for a local user.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Why their groups are not known, for the person; null where they are.</summary>
    public string? GroupsMissing { get; init; }

    /// <summary>The person who decides.</summary>
    public Person ToPerson() => new(Name, Groups);
}

/// <summary>Tells who sent a request.</summary>
public interface IUserSource
{
    /// <summary>Local users that a page may offer to choose from; empty wherever people sign in.</summary>
    IReadOnlyList<string> LocalUsers { get; }

    /// <summary>The user of a request, or null when there is no proof of one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="chosen">The name chosen on a page of the embedded flavor; ignored wherever people sign in.</param>
    OpsUser? Identify(HttpRequest request, string? chosen);

    /// <summary>Why a proof that the request brings is none, for whoever sent it; null where it brings none, or a good one.</summary>
    string? WhyNobody(HttpRequest request) => null;
}

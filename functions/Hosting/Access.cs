using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using OpsAutomation.Functions.Triggers;

namespace OpsAutomation.Functions.Hosting;

/// <summary>The door of everything that people and programs may ask for: who may come in. Every function but the exempt ones asks here first.</summary>
public sealed class Access(IUserSource users)
{
    /// <summary>Judges a request. Pure but for the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="least">The least role that it needs.</param>
    /// <returns>Null when it may go on; else the status and the reason.</returns>
    public (int Status, string Reason)? Judge(HttpRequest request, OpsRole least)
    {
        if (users.WhyNobody(request) is { } why)
        {
            return (StatusCodes.Status401Unauthorized, why);
        }

        if (users.Identify(request, null) is { } user)
        {
            return user.Role >= least
                ? null
                : (StatusCodes.Status403Forbidden, $"{user.Name} has {(user.Role == OpsRole.None ? "no role here" : $"the role {user.Role}")}; this needs {least}. An app role {AppRoles.Prefix}{least} of this application gives it.");
        }

        // Where local users are chosen by name, the loopback port and the key of the machine are the border.
        return users.LocalUsers.Count > 0 ? null : (StatusCodes.Status401Unauthorized, "Sign in first.");
    }

    /// <summary>The refusal as an answer of the API, or null.</summary>
    public IActionResult? Refuse(HttpRequest request, OpsRole least) =>
        Judge(request, least) is var (status, reason)
            ? Problems.Problem(status, status == StatusCodes.Status401Unauthorized ? "Who are you?" : "Not allowed", reason)
            : null;
}

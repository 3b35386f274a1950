using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// The principal that App Service Authentication ("Easy Auth") puts on a request. Its headers are trusted only when the
/// platform says that it is on (<c>WEBSITE_AUTH_ENABLED</c>): without it anybody could send them. For the same reason they
/// are trusted only on the paths where people act, <c>/ops</c> and <c>/api/approvals</c>: others (the intake, health, Event
/// Grid's webhook) may be exempt from sign-in, and these two must never be.
/// See https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities.
/// </summary>
public sealed class EasyAuthUsers(IConfiguration configuration) : IUserSource
{
    private const string NameHeader = "X-MS-CLIENT-PRINCIPAL-NAME";

    private static readonly PathString[] SignedIn = ["/ops", "/api/approvals"];

    private readonly bool _on = string.Equals(configuration["WEBSITE_AUTH_ENABLED"], "True", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IReadOnlyList<string> LocalUsers => [];

    /// <inheritdoc/>
    public OpsUser? Identify(HttpRequest request, string? chosen)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _on
            && Array.Exists(SignedIn, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
            && request.Headers[NameHeader] is [{ Length: > 0 and <= 256 } name]
                ? new OpsUser(name, Local: false)
                : null;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// The principal that App Service Authentication ("Easy Auth") puts on a request. Its headers are trusted only when the
/// platform says that it is on (<c>WEBSITE_AUTH_ENABLED</c>): without it anybody could send them. On the paths that are exempt
/// from sign-in, the intake of each source and Event Grid's door, they say nothing, whoever set them.
/// See https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities.
/// </summary>
public sealed class EasyAuthUsers(IConfiguration configuration, SenderCatalog senders, OpsOptions options) : IUserSource
{
    /// <summary>Header with the name of who signed in.</summary>
    public const string NameHeader = "X-MS-CLIENT-PRINCIPAL-NAME";

    /// <summary>Header with the claims, as base64 of JSON.</summary>
    public const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";

    private static readonly PathString EventGrid = "/runtime";
    private static readonly PathString Intake = "/api/alerts";

    private readonly bool _on = string.Equals(configuration["WEBSITE_AUTH_ENABLED"], "True", StringComparison.OrdinalIgnoreCase);
    private readonly string? _clientId = configuration["WEBSITE_AUTH_CLIENT_ID"];

    /// <inheritdoc/>
    public IReadOnlyList<string> LocalUsers => [];

    /// <inheritdoc/>
    public OpsUser? Identify(HttpRequest request, string? chosen)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Read(request) is { } principal && principal.WhyNot(_clientId) is null ? principal.ToUser(options.RoleOfSignedIn) : null;
    }

    /// <inheritdoc/>
    public string? WhyNobody(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Read(request)?.WhyNot(_clientId);
    }

    private EasyAuthPrincipal? Read(HttpRequest request) =>
        _on && !IsExempt(request.Path) ? EasyAuthPrincipal.Read(request.Headers[NameHeader], request.Headers[PrincipalHeader]) : null;

    private bool IsExempt(PathString path) =>
        path.StartsWithSegments(EventGrid, StringComparison.OrdinalIgnoreCase)
        || (path.StartsWithSegments(Intake, StringComparison.OrdinalIgnoreCase, out var rest)
            && rest.Value?.Trim('/') is { Length: > 0 } source
            && senders.All.Any(s => s.Name.Equals(source.Split('/')[0], StringComparison.OrdinalIgnoreCase)));
}

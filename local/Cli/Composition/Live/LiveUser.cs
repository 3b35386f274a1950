using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Cli.Composition.Live;

/// <summary>
/// The one person of live mode: who is signed in to Azure. A request is that person's when it brings the key of the key file, which its
/// owner alone can read, or the cookie that the link in the terminal gave. Nobody says a name of himself.
/// </summary>
/// <param name="name">The person.</param>
/// <param name="keys">The host's keys.</param>
internal sealed class LiveUser(string name, Func<FunctionKeys> keys) : IUserSource
{
    /// <summary>Path of the link that the terminal shows.</summary>
    public const string Path = "/live";

    private const string Cookie = "ops-live";
    private const int CodeBytes = 32;
    private readonly string _code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CodeBytes));

    /// <inheritdoc/>
    public IReadOnlyList<string> LocalUsers => [];

    /// <summary>The link that lets a browser in.</summary>
    public string Link => $"{Path}?code={_code}";

    /// <inheritdoc/>
    public OpsUser? Identify(HttpRequest request, string? chosen)
    {
        ArgumentNullException.ThrowIfNull(request);
        var proves = Same(request.Cookies[Cookie], _code) || Same(request.Headers["x-functions-key"], keys().HostKey);
        return proves && string.IsNullOrEmpty(chosen) ? new OpsUser(name, Local: false) : null;
    }

    /// <summary>Answers the link: a cookie for this browser, then the pages.</summary>
    public Task EnterAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path != Path)
        {
            return next(context);
        }

        if (!Same(context.Request.Query["code"], _code))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        context.Response.Cookies.Append(Cookie, _code, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true, Path = "/" });
        context.Response.Redirect("/ops");
        return Task.CompletedTask;
    }

    private static bool Same(string? given, string wanted) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted));
}

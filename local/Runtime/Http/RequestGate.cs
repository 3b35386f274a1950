using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Runtime.Http;

/// <summary>
/// The first step of every request: counts it as work, and turns away what a page of another site could make a
/// browser send (DNS rebinding, cross-site posts), and what is too large.
/// </summary>
internal sealed class RequestGate
{
    private readonly HashSet<string> _hosts;
    private readonly HashSet<string> _origins;
    private readonly long _maxBody;
    private readonly WorkLedger _ledger;
    private readonly Pressure _pressure;

    internal RequestGate(IEnumerable<string> hosts, IEnumerable<string> origins, long maxBody, WorkLedger ledger, Pressure pressure)
    {
        _hosts = new HashSet<string>(hosts, StringComparer.OrdinalIgnoreCase);
        _origins = new HashSet<string>(origins.Select(o => o.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);
        _maxBody = maxBody;
        _ledger = ledger;
        _pressure = pressure;
    }

    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        _pressure.Enter();
        try
        {
            await JudgeAsync(context, next);
        }
        finally
        {
            _pressure.Leave();
        }
    }

    private async Task JudgeAsync(HttpContext context, RequestDelegate next)
    {
        using var work = _ledger.Enter($"{context.Request.Method} {context.Request.Path}");
        Hosting.InProcessCall.TakenOver();
        if (!_hosts.Contains(context.Request.Host.Host))
        {
            await Problem.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "This server does not answer for that host.");
        }
        else if (!OriginIsOurs(context.Request))
        {
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "Requests from other origins are not accepted.");
        }
        else if (context.Request.ContentLength > _maxBody)
        {
            await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "The body is too large.", $"At most {_maxBody} bytes are accepted.");
        }
        else
        {
            await next(context);
            await ExplainAsync(context);
        }
    }

    // What no endpoint of ours has answered: routing found none (404), or none for the method or type (405, 415).
    private static async Task ExplainAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || context.GetEndpoint() is RouteEndpoint || response.ContentType is not null)
        {
            return;
        }

        var title = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this address.",
            StatusCodes.Status405MethodNotAllowed => "This address does not take that method.",
            StatusCodes.Status415UnsupportedMediaType => "This address does not take that media type.",
            _ => null,
        };
        if (title is not null)
        {
            await Problem.WriteAsync(context, response.StatusCode, title);
        }
    }

    // A browser names the origin of every request that may change something. Programs send none.
    private bool OriginIsOurs(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return true;
        }

        var origins = request.Headers.Origin;
        return origins.Count switch
        {
            0 => true,
            1 => string.Equals(origins[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
                || _origins.Contains(origins[0] ?? ""),
            _ => false,
        };
    }

    /// <summary>Says what is wrong with the names of allowed hosts.</summary>
    internal static IEnumerable<string> Problems(IEnumerable<string> hosts) =>
        hosts.Where(h => h != "[::1]" && (h.Contains(':') || Uri.CheckHostName(h) is UriHostNameType.Unknown || IPAddress.TryParse(h, out var ip) && !IPAddress.IsLoopback(ip)))
            .Select(h => $"The allowed host '{h}' is not a host name without port, or not a loopback address.");
}

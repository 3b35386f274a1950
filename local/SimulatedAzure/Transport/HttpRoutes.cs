using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;

namespace OpsAutomation.SimulatedAzure.Transport;

/// <summary>
/// The door for clients outside the process: ARM under <c>/</c>, the simulation's own routes under <c>/_sim/</c>, and every other
/// simulated host under <c>/_sim/hosts/{host}/</c>.
/// </summary>
internal static class HttpRoutes
{
    private const string HostsPrefix = "/_sim/hosts/";

    /// <summary>Largest body that is read: 4 MB, ARM's own limit.</summary>
    private const int MaximumBytes = 4 * 1024 * 1024;

    /// <summary>Maps everything.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, RequestDelegate handle) => routes.Map("/{**path}", handle);

    /// <summary>Serves one request.</summary>
    public static async Task HandleAsync(FrontDoor door, HttpContext context)
    {
        if (await ReadAsync(context) is not { } body)
        {
            await WriteAsync(context, Control.Problems.Of(413, "The body is too large", $"At most {MaximumBytes} bytes are accepted."));
            return;
        }

        if (Request(context.Request, body) is not { } request)
        {
            await WriteAsync(context, Control.Problems.Of(400, "Bad request", $"After {HostsPrefix} comes the name of a simulated host."));
            return;
        }

        try
        {
            await WriteAsync(context, await door.ServeAsync(request, context.RequestAborted));
        }
        catch (ConnectionDroppedException)
        {
            context.Abort();
        }
        catch (HttpRequestException e)
        {
            await WriteAsync(context, Control.Problems.Of(502, "Host not simulated", e.Message));
        }
    }

    private static SimRequest? Request(HttpRequest request, byte[] body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Headers)
        {
            headers[name] = value.ToString();
        }

        var uri = new Uri(request.GetEncodedUrl());
        var path = uri.AbsolutePath;
        if (path.StartsWith(HostsPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var rest = path[HostsPrefix.Length..].Split('/', 2);
            if (Uri.CheckHostName(rest[0]) != UriHostNameType.Dns || !Uri.TryCreate($"https://{rest[0]}/{(rest.Length > 1 ? rest[1] : "")}{uri.Query}", UriKind.Absolute, out uri))
            {
                return null;
            }

            return new SimRequest(request.Method.ToUpperInvariant(), uri, uri.Host, headers, body, "anonymous");
        }

        return new SimRequest(request.Method.ToUpperInvariant(), uri, FrontDoor.ArmHost, headers, body, "anonymous");
    }

    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MaximumBytes)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, SimResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Body.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = answer.ContentType;
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Runtime.Http;

/// <summary>Turns what an HTTP function returned into the answer.</summary>
internal static class HttpResults
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> ResultProperties = new();

    // No result asks which action it belongs to, and each new one draws a random id.
    private static readonly ActionDescriptor Action = new();

    internal static Task WriteAsync(HttpContext context, object? result)
    {
        switch (Unwrap(result))
        {
            case IActionResult action:
                return action.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), Action));
            case IResult http:
                return http.ExecuteAsync(context);
            case { } value:
                return WriteAsync(context, new ObjectResult(value));
        }

        // Nothing returned: the function wrote the answer itself, set a status, or has nothing to say.
        if (!context.Response.HasStarted && context.Response.StatusCode == StatusCodes.Status200OK)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }

        return Task.CompletedTask;
    }

    // A type with several outputs marks the one that is the answer.
    private static object? Unwrap(object? result)
    {
        if (result is null or IActionResult or IResult)
        {
            return result;
        }

        var property = ResultProperties.GetOrAdd(
            result.GetType(),
            static t => t.GetProperties().FirstOrDefault(p => p.IsDefined(typeof(HttpResultAttribute), inherit: true)));
        return property is null ? result : property.GetValue(result);
    }
}

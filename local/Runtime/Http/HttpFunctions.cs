using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Functions;
using OpsAutomation.Runtime.Functions.Invocation;

namespace OpsAutomation.Runtime.Http;

/// <summary>Serves functions with an HTTP trigger.</summary>
internal sealed class HttpFunctions(FunctionCatalog catalog, FunctionInvoker invoker, FunctionKeys keys, ILogger logger)
{
    /// <summary>Adds an endpoint for each function.</summary>
    /// <param name="endpoints">Where to.</param>
    /// <param name="prefix">The route prefix from host.json.</param>
    internal void Map(IEndpointRouteBuilder endpoints, string prefix)
    {
        foreach (var (function, trigger) in catalog.With<HttpFunctionTrigger>())
        {
            var route = RouteChecks.FullRoute(prefix, trigger.Route);
            RequestDelegate handle = context => HandleAsync(context, function, trigger);
            var endpoint = trigger.Methods.Count == 0 ? endpoints.Map(route, handle) : endpoints.MapMethods(route, trigger.Methods, handle);
            endpoint.WithDisplayName(function.Name);
        }
    }

    private async Task HandleAsync(HttpContext context, FunctionEntry function, HttpFunctionTrigger trigger)
    {
        if (!keys.Opens(trigger.Level, function.Name, RequestKey.Of(context.Request)))
        {
            await Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, "A key is needed.", "Send the key as the header x-functions-key, or as the query's code.");
            return;
        }

        string? invocationId = null;
        try
        {
            var result = await invoker.InvokeAsync(function, new FunctionCall(context.Request, context.RequestAborted)
            {
                BindingData = BindingData(context),
                Prepare = run =>
                {
                    invocationId = run.InvocationId;
                    run.Items[FunctionContextExtensions.HttpContextKey] = context;
                    run.Features.Set<IFromBodyConversionFeature>(new BodyConversion(context.Request));
                },
            });
            await HttpResults.WriteAsync(context, result);
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            // Too late for another answer: cut the connection, so that the caller cannot take a half for the whole.
            context.Abort();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more.
        }
        catch (Exception e)
        {
            await AnswerAsync(context, e, function, invocationId);
        }
    }

    private Task AnswerAsync(HttpContext context, Exception error, FunctionEntry function, string? invocationId)
    {
        context.Response.Clear();
        switch (error)
        {
            case ParameterBindingException binding:
                return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The request is not valid.", binding.Message, invocationId);
            case BadHttpRequestException bad:
                return Problem.WriteAsync(
                    context,
                    bad.StatusCode,
                    bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The body is too large." : "The request is not valid.",
                    invocationId: invocationId);
            default:
                HttpLog.Unhandled(logger, error, function.Name, invocationId);
                return Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "The function failed.", invocationId: invocationId);
        }
    }

    // Route values win over the query, and neither can be overridden by a header.
    private static Dictionary<string, object?> BindingData(HttpContext context)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.Request.RouteValues)
        {
            data[name] = value;
        }

        foreach (var (name, value) in context.Request.Query)
        {
            data.TryAdd(name, value.ToString());
        }

        return data;
    }
}

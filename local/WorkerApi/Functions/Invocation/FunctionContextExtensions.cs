using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The ASP.NET Core side of a run.</summary>
public static class FunctionContextExtensions
{
    /// <summary>Where the host leaves the HttpContext in <see cref="FunctionContext.Items"/>.</summary>
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>The HttpContext of a function with an HTTP trigger; null for any other.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null;
}

/// <summary>Loggers of a run.</summary>
public static class FunctionContextLoggerExtensions
{
    /// <summary>A logger whose category is the type's name.</summary>
    public static ILogger<T> GetLogger<T>(this FunctionContext context) =>
        context.InstanceServices.GetRequiredService<ILogger<T>>();

    /// <summary>A logger with this category.</summary>
    public static ILogger GetLogger(this FunctionContext context, string categoryName) =>
        context.InstanceServices.GetRequiredService<ILoggerFactory>().CreateLogger(categoryName);
}

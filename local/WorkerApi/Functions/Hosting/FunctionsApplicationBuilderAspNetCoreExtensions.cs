namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Turns ASP.NET Core integration on.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>
    /// HTTP functions take and give ASP.NET Core types. In the embedded flavor the runtime always serves HTTP that
    /// way, so there is nothing to turn on.
    /// </summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder;
    }
}

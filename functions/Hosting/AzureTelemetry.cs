using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
#if !OPS_EMBEDDED
using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
#endif

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// Telemetry of the azure flavor: OpenTelemetry, sent to Application Insights with our identity. The embedded flavor has none.
/// The host sends its own (<c>telemetryMode</c> in host.json).
/// See https://learn.microsoft.com/azure/azure-functions/opentelemetry-howto.
/// </summary>
public static class AzureTelemetry
{
    /// <summary>Where telemetry goes; nothing is sent where it is not set.</summary>
    public const string ConnectionSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Adds traces, metrics and logs of the worker.</summary>
    public static IServiceCollection AddOpsTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
#if !OPS_EMBEDDED
        if (configuration[ConnectionSetting] is { Length: > 0 } connection)
        {
            var telemetry = services.AddOpenTelemetry();
            telemetry.UseFunctionsWorkerDefaults();
            telemetry.WithMetrics(metrics => metrics.AddMeter("OpsAutomation.*"));
            telemetry.UseAzureMonitorExporter(exporter =>
            {
                exporter.ConnectionString = connection;
                exporter.Credential = AzureHosting.Credential(configuration);
            });
        }
#endif
        return services;
    }
}

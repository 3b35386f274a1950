using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using OpsAutomation.Functions.Hosting;

// One source, two flavors: this start belongs to the azure flavor. It is compiled in both, so that it cannot rot.
if (Flavor.IsEmbedded)
{
    await Console.Error.WriteLineAsync("This is the embedded flavor; its host is the ops command: dotnet run --project local/Cli -- up");
    return 2;
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddOpsTelemetry(builder.Configuration);
builder.Services.AddOpsOnAzure(builder.Configuration);
await builder.Build().RunAsync();
return 0;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Pages.Telemetry;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Which sources speak, and whether alerts get through: as JSON and as a page.</summary>
public sealed class TelemetryApi(Access access, TelemetryDesk desk, PageAnswers pages)
{
    /// <summary>As JSON.</summary>
    [Function("GetTelemetry")]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/telemetry")] HttpRequest request, CancellationToken cancellationToken) =>
        access.Refuse(request, OpsRole.Reader) ?? JsonBody.Of(await desk.ReadAsync(cancellationToken));

    /// <summary>As a page.</summary>
    [Function("TelemetryPage")]
    public async Task<IActionResult> Page(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/telemetry")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await pages.RefuseAsync(request)
            ?? await pages.PageAsync<TelemetryPage, TelemetryPageModel>(request, new TelemetryPageModel(pages.Context(request), await desk.ReadAsync(cancellationToken)));
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Slos;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Pages.Slos;

namespace OpsAutomation.Functions.Triggers;

/// <summary>How objectives stand: as JSON and as a page.</summary>
public sealed class SlosApi(Access access, SloDesk desk, PageAnswers pages, TimeProvider clock)
{
    /// <summary>As JSON.</summary>
    [Function("GetSlos")]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/slos")] HttpRequest request, CancellationToken cancellationToken) =>
        access.Refuse(request, OpsRole.Reader) ?? JsonBody.Of(SloReport.Of(clock.GetUtcNow(), await desk.ReadAsync(cancellationToken)));

    /// <summary>As a page.</summary>
    [Function("SlosPage")]
    public async Task<IActionResult> Page(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/slos")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await pages.RefuseAsync(request)
            ?? await pages.PageAsync<SlosPage, SlosPageModel>(request, new SlosPageModel(pages.Context(request), SloReport.Of(clock.GetUtcNow(), await desk.ReadAsync(cancellationToken))));
    }
}

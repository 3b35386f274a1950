using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>What is spent, what is odd about it, and what the month will come to.</summary>
public sealed class CostApi(Access access, CostDesk desk)
{
    /// <summary>As JSON.</summary>
    [Function("GetCost")]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/cost")] HttpRequest request, CancellationToken cancellationToken) =>
        access.Refuse(request, OpsRole.Reader) ?? JsonBody.Of(CostAnswers.Of(await desk.ReviewAsync(cancellationToken), await desk.ReadingsAsync(cancellationToken)));
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Pages.Problems;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Turns page models into answers, all with the same headers.</summary>
public sealed class PageAnswers(PageRenderer renderer, IUserSource users, Access access, OpsCatalog catalog, TimeProvider clock)
{
    /// <summary>What every page knows.</summary>
    public PageContext Context(HttpRequest request) =>
        new(clock.GetUtcNow(), catalog.Routing.Environment, users.Identify(request, null)?.Name);

    /// <summary>Renders a page.</summary>
    public async Task<IActionResult> PageAsync<TPage, TModel>(HttpRequest request, TModel model, int status = StatusCodes.Status200OK)
        where TPage : ModelPage<TModel>
        where TModel : notnull
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var (name, value) in PageHeaders.All)
        {
            request.HttpContext.Response.Headers[name] = value;
        }

        return new ContentResult
        {
            Content = await renderer.RenderAsync<TPage, TModel>(model),
            ContentType = PageHeaders.ContentType,
            StatusCode = status,
        };
    }

    /// <summary>Renders a problem.</summary>
    public Task<IActionResult> ProblemAsync(HttpRequest request, ProblemPageModel problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return PageAsync<ProblemPage, ProblemPageModel>(request, problem, problem.Status);
    }

    /// <summary>The refusal for a reader who may not see or do this, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="least">The least role that it needs.</param>
    public async Task<IActionResult?> RefuseAsync(HttpRequest request, OpsRole least = OpsRole.Reader) => access.Judge(request, least) switch
    {
        null => null,
        (StatusCodes.Status401Unauthorized, var reason) => await ProblemAsync(request, new ProblemPageModel(
            Context(request), StatusCodes.Status401Unauthorized, "Sign in first", reason, "Sign in and open the page again.")),
        var (_, reason) => await ProblemAsync(request, ProblemPageModel.Forbidden(Context(request), reason)),
    };
}

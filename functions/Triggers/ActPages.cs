using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.ChatOps;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Pages.ChatOps;
using OpsAutomation.Pages.Problems;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// The page behind the buttons of a message. GET and HEAD show and never change anything, since scanners and previews fetch
/// links; POST does it, with the signed token, the form's own value and a user, once for each message.
/// </summary>
public sealed class ActPages(PageAnswers pages, IncidentJournal journal, ActDesk desk, FireDrillDesk drills, ActLinks links, AntiForgery forms, IUserSource users)
{
    /// <summary>Asks once more.</summary>
    [Function("ActPage")]
    public async Task<IActionResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/act")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.RefuseAsync(request) is { } refused)
        {
            return refused;
        }

        var token = request.Query["t"].ToString();
        var (claims, _, reason) = await links.OpenAsync(token, cancellationToken);
        return claims is null
            ? await pages.ProblemAsync(request, ProblemPageModel.Forbidden(pages.Context(request), reason))
            : await ShowAsync(request, token, claims, null, null, StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>Does it.</summary>
    [Function("ActOnPage")]
    public async Task<IActionResult> Do(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/act")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.RefuseAsync(request, OpsRole.Approver) is { } nobody)
        {
            return nobody;
        }

        if (await PageForms.ReadAsync(request, cancellationToken) is not { } form)
        {
            return await pages.ProblemAsync(request, new ProblemPageModel(
                pages.Context(request), StatusCodes.Status400BadRequest, "Not a form", "That did not come from the form of the page.", "Open the link of the message again."));
        }

        var token = form[ActPageModel.TokenField].ToString();
        var (claims, _, reason) = await links.OpenAsync(token, cancellationToken);
        if (claims is null)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.Forbidden(pages.Context(request), reason));
        }

        if (await pages.RefuseAsync(request, ActRoles.Of(claims.Act)) is { } refused)
        {
            return refused;
        }

        var ours = forms.Check(form[ActPageModel.AntiForgeryField], PageForms.Reader(users, request), FormName(claims));
        if (!ours.Allowed)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.Forbidden(pages.Context(request), ours.Reason));
        }

        var why = form[ActPageModel.ReasonField].ToString().Trim();
        var isDrill = IsDrill(claims);
        var problem = claims.Act == Acts.Acknowledge || isDrill ? null : JsonBody.Reason(why)?.Message;
        if (users.Identify(request, form[ActPageModel.UserField]) is not { } user)
        {
            problem = "Choose who you are.";
        }
        else if (problem is null)
        {
            var order = new ActOrder(
                claims.Act, claims.IncidentId, user.Name, why, form[ActPageModel.ForField], null, form[ActPageModel.PlaybookField], form[ActPageModel.EverythingField] == "true", "link", claims.Occasion);
            var result = isDrill ? await drills.AnswerAsync(order, cancellationToken) : await desk.DoAsync(order, client, cancellationToken);
            if (result.Outcome is ActOutcome.Done or ActOutcome.Before)
            {
                return await ShowAsync(request, null, claims, null, result.Message, StatusCodes.Status200OK, cancellationToken);
            }

            problem = result.Message;
        }

        return await ShowAsync(request, token, claims, problem, null, StatusCodes.Status400BadRequest, cancellationToken);
    }

    private static bool IsDrill(ActClaims claims) => Acts.OfDrills.Any(a => a.Name == claims.Act);

    private static string FormName(ActClaims claims) => $"act:{claims.Act}:{claims.IncidentId}:{claims.Occasion}";

    private async Task<IActionResult> ShowAsync(
        HttpRequest request, string? token, ActClaims claims, string? error, string? done, int status, CancellationToken cancellationToken)
    {
        var context = pages.Context(request);
        if ((IsDrill(claims) ? await drills.HeadAsync(claims.IncidentId, cancellationToken) : await journal.HeadAsync(claims.IncidentId, cancellationToken)) is not { } head)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.NotFound(context, "incident", claims.IncidentId));
        }

        return await pages.PageAsync<ActPage, ActPageModel>(
            request,
            new ActPageModel(context, claims.Act, head)
            {
                PostTo = token is null ? null : OpsLinks.ActPath,
                Token = token ?? string.Empty,
                AntiForgery = forms.Issue(PageForms.Reader(users, request), FormName(claims)),
                LocalUsers = users.LocalUsers.Count > 0 ? users.LocalUsers : null,
                Playbooks = claims.Act == Acts.Playbook ? desk.PlaybooksFor(head) : [],
                Preview = claims.Act == Acts.Silence && token is not null ? await desk.PreviewAsync(head.Id, cancellationToken) : null,
                Error = error,
                Done = done,
            },
            status);
    }
}

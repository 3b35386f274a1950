using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Primitives;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Pages.Approvals;
using OpsAutomation.Pages.Problems;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// The page behind the links of a card. GET and HEAD show and never change anything, since scanners and previews fetch
/// links; POST decides, with the signed token, the form's own value and a user, once.
/// </summary>
public sealed class ApprovalPages(
    PageAnswers pages, IncidentJournal journal, IncidentIndex index, ISignalReader signals, ApprovalDesk desk, LinkDesk links, AntiForgery forms, OutboxPump pump, IUserSource users, OpsCatalog catalog)
{
    private static readonly TimeSpan Shown = TimeSpan.FromHours(1);

    /// <summary>Shows the request.</summary>
    [Function("ApprovalPage")]
    public async Task<IActionResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/approve")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.RefuseAsync(request) is { } refused)
        {
            return refused;
        }

        string token = request.Query["t"].ToString();
        var verdict = await links.OpenAsync(token, cancellationToken);
        if (verdict.Claims is not { } claims)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.Forbidden(pages.Context(request), verdict.Reason));
        }

        var leaning = Enum.TryParse<Leaning>(request.Query["d"], ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : Leaning.None;
        return await ShowAsync(request, claims, Form(request, token, claims) with { Leaning = leaning }, null, StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>Records a decision.</summary>
    [Function("DecideOnPage")]
    public async Task<IActionResult> Decide(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/approve")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.RefuseAsync(request, OpsRole.Approver) is { } refused)
        {
            return refused;
        }

        if (await PageForms.ReadAsync(request, cancellationToken) is not { } form)
        {
            return await pages.ProblemAsync(request, new ProblemPageModel(
                pages.Context(request), StatusCodes.Status400BadRequest, "Not a form", "The decision did not come from the form of the page.", "Open the link of the message again."));
        }

        var token = form[ApprovalForm.TokenField].ToString();
        var verdict = await links.OpenAsync(token, cancellationToken);
        if (verdict.Claims is not { } claims)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.Forbidden(pages.Context(request), verdict.Reason));
        }

        var reader = PageForms.Reader(users, request);
        var ours = forms.Check(form[ApprovalForm.AntiForgeryField], reader, claims.ApprovalId);
        if (!ours.Allowed)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.Forbidden(pages.Context(request), ours.Reason));
        }

        var chosen = form[ApprovalForm.UserField].ToString();
        var reason = form[ApprovalForm.ReasonField].ToString();
        var instruction = form[ApprovalForm.InstructionField].ToString().Trim();
        var errors = Errors(form, users.Identify(request, chosen));
        if (errors.Count > 0)
        {
            var again = Form(request, token, claims) with { Reason = reason, Instruction = instruction, User = chosen, Errors = errors };
            return await ShowAsync(request, claims, again, null, StatusCodes.Status400BadRequest, cancellationToken);
        }

        var user = users.Identify(request, chosen)!;
        var approve = form[ApprovalForm.DecisionField] == ApprovalForm.ApproveValue;
        var result = await desk.DecideAsync(claims, new DecisionOrder(user.ToPerson(), approve, reason) { Instruction = !approve && instruction.Length > 0 ? instruction : null }, cancellationToken);
        if (result.AnnounceKey is { } announced)
        {
            await pump.FollowUpAsync(claims.IncidentId, announced, client, cancellationToken);
        }

        if (result.Kind == DecisionResultKind.Refused)
        {
            return result.View is null
                ? await pages.ProblemAsync(request, ProblemPageModel.Forbidden(pages.Context(request), result.Reason))
                : await ShowAsync(
                    request,
                    claims,
                    Form(request, token, claims) with { Reason = reason, Instruction = instruction, User = chosen, Errors = new Dictionary<string, string>(StringComparer.Ordinal) { [ApprovalForm.UserField] = result.Reason } },
                    null,
                    StatusCodes.Status403Forbidden,
                    cancellationToken);
        }

        return await ShowAsync(request, claims, null, result, StatusCodes.Status200OK, cancellationToken);
    }

    private static Dictionary<string, string> Errors(IFormCollection form, OpsUser? user)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (user is null)
        {
            errors[ApprovalForm.UserField] = "Choose who you are.";
        }

        if (StringValues.IsNullOrEmpty(form[ApprovalForm.ReasonField]) || string.IsNullOrWhiteSpace(form[ApprovalForm.ReasonField]))
        {
            errors[ApprovalForm.ReasonField] = "Say why; it is kept with the decision.";
        }
        else if (form[ApprovalForm.ReasonField].ToString().Length > ApprovalForm.LongestReason)
        {
            errors[ApprovalForm.ReasonField] = $"At most {ApprovalForm.LongestReason} characters.";
        }

        if (form[ApprovalForm.InstructionField].ToString().Trim().Length > ApprovalForm.LongestReason)
        {
            errors[ApprovalForm.InstructionField] = $"What to do instead: at most {ApprovalForm.LongestReason} characters.";
        }

        if (form[ApprovalForm.DecisionField].ToString() is not (ApprovalForm.ApproveValue or ApprovalForm.RejectValue))
        {
            errors[ApprovalForm.DecisionField] = "Choose approve or reject.";
        }

        return errors;
    }

    private ApprovalForm Form(HttpRequest request, string token, ApprovalClaims claims)
    {
        var local = users.LocalUsers.Count > 0;
        return new ApprovalForm
        {
            PostTo = OpsLinks.ApprovalPath,
            Token = token,
            AntiForgery = forms.Issue(PageForms.Reader(users, request), claims.ApprovalId),
            LocalUsers = local ? [.. users.LocalUsers.Select(u => new LocalUser(u, RolesOf(u)))] : null,
        };
    }

    // For a person who is about to decide, and for nobody else: who only fetches the headers, or comes late, costs no read.
    private async Task<IReadOnlyList<SignalSample>?> HistoryAsync(HttpRequest request, IncidentFile file, ApprovalView view, CancellationToken cancellationToken) =>
        view.State == ApprovalState.Open && HttpMethods.IsGet(request.Method) && file.Facts.OfType<Fact.Opened>().FirstOrDefault()?.Alert is { } alert
            && !file.Facts.OfType<Fact.SnapshotTaken>().Any(s => s.Points.Count > 0)
            ? (await signals.HistoryAsync(alert, Shown, cancellationToken)).Points
            : null;

    private string RolesOf(string user) =>
        string.Join(", ", catalog.Routing.Roles.Where(r => r.Value.Contains(user, StringComparer.OrdinalIgnoreCase)).Select(r => r.Key));

    private async Task<IActionResult> ShowAsync(
        HttpRequest request, ApprovalClaims claims, ApprovalForm? form, DecisionResult? result, int status, CancellationToken cancellationToken)
    {
        var context = pages.Context(request);
        var lookup = await desk.ReadAsync(claims, cancellationToken);
        if (lookup.View is not { } view
            || await journal.ReadAsync(claims.IncidentId, cancellationToken) is not { } file
            || ApprovalPageModel.Build(file, claims.ApprovalId, context, await HistoryAsync(request, file, view, cancellationToken)) is not { } model)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.Forbidden(context, lookup.Reason));
        }

        var reader = users.Identify(request, null);
        var forbidden = users.LocalUsers.Count > 0 || await desk.MayDecideAsync(view, reader?.ToPerson(), cancellationToken) is not { Allowed: false } policy
            ? null
            : reader?.GroupsMissing is { } missing ? $"{policy.Reason} {missing}" : policy.Reason;
        return await pages.PageAsync<ApprovalPage, ApprovalPageModel>(
            request,
            model with
            {
                Form = form,
                Similar = await index.SimilarAsync(file.Head, cancellationToken),
                Forbidden = forbidden,
                JustRecorded = result is { Kind: DecisionResultKind.Recorded } ? result.Reason : null,
                NotRecorded = result is { Kind: not DecisionResultKind.Recorded } ? result.Reason : null,
                ClosedBecause = view.State == Core.Approvals.ApprovalState.Voided ? view.StateText : null,
            },
            status);
    }
}

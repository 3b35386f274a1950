using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Pages.Calendars;
using OpsAutomation.Pages.Problems;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// What hides alerts, and the forms that make and cancel a silence. A silence is made in two steps: what it would have hidden
/// is shown first, and other conditions than those shown are shown again instead of made.
/// </summary>
public sealed class CalendarPages(
    PageAnswers pages, CalendarDesk desk, SilenceLedger ledger, AntiForgery forms, IUserSource users, ILogger<SilencesApi> logger)
{
    private const string FormName = "calendar";

    /// <summary>Shows the calendar; changes nothing.</summary>
    [Function("CalendarPage")]
    public async Task<IActionResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/calendar")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await pages.RefuseAsync(request) ?? await PageAsync(request, Form(request), null, StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>Previews, makes or cancels a silence.</summary>
    [Function("ChangeCalendar")]
    public async Task<IActionResult> Change(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/calendar")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.RefuseAsync(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        if (await PageForms.ReadAsync(request, cancellationToken) is not { } sent)
        {
            return await pages.ProblemAsync(request, new ProblemPageModel(
                pages.Context(request), StatusCodes.Status400BadRequest, "Not a form", "That did not come from the form of the page.", "Open the calendar again."));
        }

        var ours = forms.Check(sent[SilenceForm.AntiForgeryField], PageForms.Reader(users, request), FormName);
        if (!ours.Allowed)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.Forbidden(pages.Context(request), ours.Reason));
        }

        var user = users.Identify(request, sent[SilenceForm.UserField]);
        return sent[SilenceForm.ActionField] == SilenceForm.CancelValue
            ? await CancelAsync(request, sent, user, cancellationToken)
            : await SilenceAsync(request, sent, user, cancellationToken);
    }

    private async Task<IActionResult> SilenceAsync(HttpRequest request, IFormCollection sent, OpsUser? user, CancellationToken cancellationToken)
    {
        var form = Form(request) with
        {
            Matchers = sent[SilenceForm.MatchersField].ToString(),
            For = sent[SilenceForm.ForField].ToString(),
            Reason = sent[SilenceForm.ReasonField].ToString(),
            User = user?.Name,
        };
        var problems = new List<SilenceProblem>();
        var lines = form.Matchers.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var matcher = SilenceRules.Matcher(lines, problems);
        var errors = problems.ConvertAll(p => p.Message);
        if (user is null)
        {
            errors.Add("Choose who you are.");
        }

        if (matcher is null || user is null)
        {
            return await PageAsync(request, form with { Errors = errors }, null, StatusCodes.Status400BadRequest, cancellationToken);
        }

        if (sent[SilenceForm.ActionField] == SilenceForm.CreateValue && sent[SilenceForm.PreviewedField] == matcher.Text)
        {
            var result = await ledger.CreateAsync(new SilenceDraft(matcher.Texts, form.Reason, form.For), user.Name, cancellationToken);
            if (result.Silence is { } silence && result.Outcome is SilenceOutcome.Done or SilenceOutcome.Before)
            {
                if (result.Outcome == SilenceOutcome.Done)
                {
                    SilencesApi.Created(logger, silence.Id, user.Name, silence.EndsAt);
                }

                return await PageAsync(request, Form(request), $"Silence {silence.Id} of {silence.CreatedBy} stands.", StatusCodes.Status200OK, cancellationToken);
            }

            errors.AddRange(result.Problems?.Select(p => p.Message) ?? [result.Reason]);
        }

        form = form with { Errors = errors, Preview = await desk.PreviewAsync(matcher, cancellationToken), Previewed = matcher.Text };
        return await PageAsync(request, form, null, errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, cancellationToken);
    }

    private async Task<IActionResult> CancelAsync(HttpRequest request, IFormCollection sent, OpsUser? user, CancellationToken cancellationToken)
    {
        var problem = JsonBody.Reason(sent[SilenceForm.ReasonField]);
        if (user is null || problem is not null)
        {
            var errors = new[] { user is null ? "Choose who you are." : null, problem?.Message }.OfType<string>().ToArray();
            return await PageAsync(request, Form(request) with { Errors = errors }, null, StatusCodes.Status400BadRequest, cancellationToken);
        }

        var id = sent[SilenceForm.IdField].ToString();
        var result = await ledger.CancelAsync(id, user.Name, sent[SilenceForm.ReasonField].ToString().Trim(), cancellationToken);
        if (result.Silence is null)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.NotFound(pages.Context(request), "silence", id));
        }

        if (result.Outcome == SilenceOutcome.Done)
        {
            SilencesApi.Cancelled(logger, id, user.Name);
        }

        return await PageAsync(request, Form(request), $"Silence {id}: {result.Reason}", StatusCodes.Status200OK, cancellationToken);
    }

    private SilenceForm Form(HttpRequest request) => new()
    {
        AntiForgery = forms.Issue(PageForms.Reader(users, request), FormName),
        LocalUsers = users.LocalUsers.Count > 0 ? users.LocalUsers : null,
    };

    private async Task<IActionResult> PageAsync(HttpRequest request, SilenceForm form, string? note, int status, CancellationToken cancellationToken)
    {
        var (windows, silences) = await desk.RowsAsync(cancellationToken);
        return await pages.PageAsync<CalendarPage, CalendarPageModel>(request, new CalendarPageModel(pages.Context(request), windows, silences, form, note)
        {
            Events = await desk.EventsAsync(cancellationToken),
        }, status);
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Backtests;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>What was received, redacted as it is kept, to be run again elsewhere.</summary>
public sealed class IntakeApi(Access access, IntakeExport export)
{
    /// <summary>A page of the events that were received in a span of time.</summary>
    [Function("ExportEvents")]
    public async Task<IActionResult> Export(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/intake/export")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        if (Time(request, "from") is not { } from)
        {
            return Wrong("from", "Give 'from' as a time with its zone, for example 2026-11-23T00:00:00Z.");
        }

        if (Time(request, "to") is not { } to || to <= from || to - from > IntakeExport.MaxSpan)
        {
            return Wrong("to", $"Give 'to' as a time after 'from', at most {IntakeExport.MaxSpan.TotalDays:0} days later.");
        }

        var after = request.Query["after"].ToString();
        return await export.ReadAsync(from, to, after.Length == 0 ? null : after, cancellationToken) is { } page
            ? JsonBody.Of(new EventPage([.. page.Items.Select(BacktestEvent.Of)], page.Next))
            : Wrong("after", "It is no place in this span of time; give what 'next' of the page before said.");
    }

    private static IActionResult Wrong(string field, string detail) => Problems.Problem(StatusCodes.Status400BadRequest, "No export", detail, field);

    private static DateTimeOffset? Time(HttpRequest request, string name) =>
        DateTimeOffset.TryParse(request.Query[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time.Year is >= 2000 and < 2200
            ? time
            : null;
}

/// <summary>Answer of the export.</summary>
/// <param name="Events">The events; in no order.</param>
/// <param name="Next">What to give as <c>after</c> for the next page; null when there is no more.</param>
public sealed record EventPage(IReadOnlyList<BacktestEvent> Events, string? Next);

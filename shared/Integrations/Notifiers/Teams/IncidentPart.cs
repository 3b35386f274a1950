using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>What broke, how badly, since when, and what automation did.</summary>
internal static class IncidentPart
{
    /// <summary>The paragraphs in order.</summary>
    public static IEnumerable<JsonObject> Lines(Notice notice, CardBudget budget)
    {
        var incident = notice.Incident;
        string Plain(string text) => CardText.Plain(text, budget.Text);
        yield return CardText.Fact("Incident", $"{Plain(incident.Id)}: {Plain(incident.Title)}");
        yield return CardText.Fact("Severity", $"{incident.Severity}, {Words(incident.Status.ToString())}");
        if (notice.Route is { } route)
        {
            yield return CardText.Fact(notice.Urgency == Urgency.Page ? "Page" : "Ticket, for working hours", Plain(WithoutWord(route)));
        }

        if (incident.Service is { } service)
        {
            yield return CardText.Fact("Service", Plain(service));
        }

        if (incident.Resource is { } resource)
        {
            yield return CardText.Fact("Resource", Plain(resource[(resource.LastIndexOf('/') + 1)..]));
        }

        yield return CardText.Fact("Since", Spans.Since(incident.StartedAt, notice.At));
        foreach (var detail in notice.Details.Take(budget.Details))
        {
            yield return CardText.Line(CardText.Run(Plain(detail)));
        }

        if (notice.Details.Count > budget.Details)
        {
            yield return CardText.Line(CardText.Run($"{notice.Details.Count - budget.Details} more on the page of the incident."));
        }
    }

    // "Page: ana (…), because …" stands beside the word already.
    private static string WithoutWord(string route)
    {
        var colon = route.IndexOf(": ", StringComparison.Ordinal);
        return colon is > 0 and < 10 ? route[(colon + 2)..] : route;
    }

    // AwaitingApproval reads "awaiting approval".
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : string.Empty) + char.ToLowerInvariant(c) : c.ToString()));
}

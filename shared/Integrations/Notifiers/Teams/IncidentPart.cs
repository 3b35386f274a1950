using System.Text.Json.Nodes;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>What broke, how badly, since when, and what automation did.</summary>
internal static class IncidentPart
{
    /// <summary>The paragraphs in order.</summary>
    public static IEnumerable<JsonObject> Lines(Notice notice, CardBudget budget)
    {
        string Plain(string text) => CardText.Plain(text, budget.Text);
        foreach (var (label, text) in NoticeFacts.OfIncident(notice))
        {
            yield return CardText.Fact(label, Plain(text));
        }

        foreach (var detail in notice.Details.Take(budget.Details))
        {
            yield return CardText.Line(CardText.Run(Plain(detail)));
        }

        if (notice.Details.Count > budget.Details)
        {
            yield return CardText.Line(CardText.Run($"{notice.Details.Count - budget.Details} more on the page of the incident."));
        }
    }
}

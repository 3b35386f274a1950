using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Notifications;

/// <summary>Who is told of an incident, how urgently, and why.</summary>
/// <param name="Urgency">How urgently.</param>
/// <param name="Who">People or teams; never empty for a page.</param>
/// <param name="As">In what role they are told, for example <c>on call for shop-web</c>.</param>
/// <param name="Rule">The rule of <c>routing.yaml</c> that decided, or a built-in one.</param>
/// <param name="Reason">Why, to stand after "because".</param>
public sealed record RouteDecision(Urgency Urgency, IReadOnlyList<string> Who, string As, string Rule, string Reason)
{
    /// <summary>Name of the escalation that a page goes by when nobody answers, or null.</summary>
    public string? Escalation { get; init; }

    /// <summary>The decision in one line: <c>Page: ana (on call for shop-web), because …</c></summary>
    public string Sentence
    {
        get
        {
            var who = Urgency == Urgency.Record || Who.Count == 0 ? string.Empty : $": {string.Join(", ", Who)} ({As})";
            var what = Urgency == Urgency.Record ? "Only recorded" : Urgency.ToString();
            return $"{what}{who}, because {Reason} (rule '{Rule}').";
        }
    }
}

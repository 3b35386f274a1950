using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Notifications;

/// <summary>
/// Page or ticket: the rules in order, then three that are built in, so that every incident has a decision whatever the
/// file says. A page is for what needs a person now (Google, Site Reliability Engineering, chapter 6: "every page should be
/// actionable"); all else waits for working hours.
/// </summary>
public sealed class RouteRules(IReadOnlyList<RouteRule> rules)
{
    private static readonly RouteRule[] BuiltIn =
    [
        new()
        {
            Name = "built-in-triage",
            Categories = [ClassificationResult.Unknown],
            Severities = [Severity.Sev0, Severity.Sev1, Severity.Sev2],
            Then = Urgency.Page,
            Who = ["role:triage"],
            Why = "nobody knows yet what it is, and its sender calls it grave",
        },
        new()
        {
            Name = "built-in-page",
            Categories = [.. Core.Classification.Categories.All.Select(c => c.Name)],
            Severities = [Severity.Sev0, Severity.Sev1],
            Then = Urgency.Page,
            Who = ["service:on-call", "service:owner"],
            Why = "what is of Sev0 or Sev1 cannot wait",
        },
        new() { Name = "built-in-ticket", Then = Urgency.Ticket, Who = ["service:team", "service:owner", "role:triage"], Why = "nothing says that it cannot wait for working hours" },
    ];

    /// <summary>No rules of the file: the built-in ones decide.</summary>
    public static RouteRules None { get; } = new([]);

    /// <summary>The rules of the file in its order.</summary>
    public IReadOnlyList<RouteRule> All { get; } = rules;

    /// <summary>The rule that decides; there always is one.</summary>
    public RouteRule Decide(RoutePoint point) => All.FirstOrDefault(r => r.Fits(point)) ?? BuiltIn.First(r => r.Fits(point));
}

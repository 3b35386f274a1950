using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// Keeps page or ticket true while alerts join. It never lowers: who was woken for an incident is not told an hour later
/// that it could have waited.
/// </summary>
internal static class RouteFlow
{
    internal static Command? Next(RunState state)
    {
        if (state.Closed)
        {
            return null;
        }

        // Before a run is resolved and after: what fires then is what decides whether anybody hears of it.
        if (state is { Unrouted: { } joined, Route: { } route } && (route.Urgency != Urgency.Page || (joined.Fact.Alert.Severity == Severity.Sev0 && route.Severity != Severity.Sev0)))
        {
            return Commands.Reroute(joined);
        }

        // Who has the incident already is told of the alert that joined; that notice is the page.
        if (state is { Worsened: { } worsened, Escalation: null, Resolved: false })
        {
            var tell = Commands.Notify(NoticeKind.Worsened, $"worsened:{worsened.Sequence}", reason: worsened.Fact.Reason);
            return state.Has(tell.Key) ? null : tell;
        }

        return null;
    }

    /// <summary>What becomes of an incident without a playbook: a person gets it, unless it was decided that nobody needs to know.</summary>
    internal static Command WithoutPlaybook(RunState state, Fact.NoPlaybook none) => state.Route is { Urgency: Urgency.Record } route
        ? Commands.Conclude(IncidentStatus.Resolved, $"It is only recorded, because {route.Reason}.")
        : Commands.Escalate(none.Reason);
}

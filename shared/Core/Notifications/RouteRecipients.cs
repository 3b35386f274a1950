using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.OnCall;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Notifications;

/// <summary>Finds the people that a rule means.</summary>
internal static class RouteRecipients
{
    private const string TeamPrefix = "team ";

    // A rule for services says little about an alert without one: then those who sort out, then those on call at all.
    private static readonly string[] LastResort = ["role:triage", "role:on-call"];

    /// <summary>The people, and in what role they are told. Never empty while <c>users</c> names anyone.</summary>
    public static (IReadOnlyList<string> Who, string As) Of(Routing routing, RouteRule rule, Service? service, DateTimeOffset at)
    {
        foreach (var wanted in rule.Who.Concat(LastResort))
        {
            // A page needs people; a ticket may lie in the queue of a team whose members nobody wrote down.
            if (Meant(routing, wanted, service, at) is { Who.Count: > 0 } found && (rule.Then != Urgency.Page || !found.Who[0].StartsWith(TeamPrefix, StringComparison.Ordinal)))
            {
                return found;
            }
        }

        return (routing.Users, "everybody, since nobody else is named");
    }

    /// <summary>Everybody whom a level of an escalation means, each once; may be nobody.</summary>
    public static IReadOnlyList<string> OfLevel(Routing routing, EscalationLevel level, Service? service, DateTimeOffset at) =>
        [.. level.Tell.SelectMany(t => Meant(routing, t, service, at).Who).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whom the first level of an escalation means, and in what role: the words of the rule where the level names one thing.</summary>
    public static (IReadOnlyList<string> Who, string As) OfFirst(Routing routing, EscalationPolicy policy, Service? service, DateTimeOffset at) =>
        policy.Levels[0].Tell is [var one] ? Meant(routing, one, service, at) : (OfLevel(routing, policy.Levels[0], service, at), $"level 1 of {policy.Name}");

    private static (IReadOnlyList<string> Who, string As) Meant(Routing routing, string wanted, Service? service, DateTimeOffset at) => (wanted, service) switch
    {
        // Who is on call is asked in order, so the first is told and the others are not woken.
        ("service:on-call", { OnCall.Count: > 0 }) => (FirstOf(routing, service.OnCall, at), $"on call for {service.Name}"),
        ("service:owner", { Owner.Length: > 0 }) => ([service.Owner], $"owner of {service.Name}"),
        ("service:team", { Team: { Length: > 0 } team }) => (routing.Roles.TryGetValue(team, out var members) ? members : [TeamPrefix + team], $"team of {service.Name}"),
        _ when wanted.StartsWith(Routing.RolePrefix, StringComparison.Ordinal) => (routing.Resolve([wanted], at), $"role {wanted[Routing.RolePrefix.Length..]}"),
        _ when wanted.StartsWith(Routing.SchedulePrefix, StringComparison.Ordinal) => (routing.Resolve([wanted], at), $"on call by {wanted[Routing.SchedulePrefix.Length..]}"),
        _ => (routing.Resolve([wanted], at), "by name"),
    };

    // A name that routing.yaml does not know is told all the same: the service says that it is somebody.
    private static IReadOnlyList<string> FirstOf(Routing routing, IReadOnlyList<string> onCall, DateTimeOffset at) =>
        [.. onCall.SelectMany(o => o.StartsWith(Routing.SchedulePrefix, StringComparison.Ordinal) ? routing.Resolve([o], at) : [o]).Take(1)];
}

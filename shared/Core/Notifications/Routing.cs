using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Notifications;

/// <summary>Who is who and where notices go, from <c>catalog/routing.yaml</c>.</summary>
/// <param name="Environment">Name of the environment, for example <c>production</c>; part of plan hashes and signed links.</param>
/// <param name="Users">Everyone who may decide anything, by the name that authentication gives.</param>
/// <param name="Roles">Roles and their users.</param>
/// <param name="TeamsChannel">Name of the Teams channel that notices go to.</param>
public sealed record Routing(
    string Environment,
    IReadOnlyList<string> Users,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Roles,
    string TeamsChannel)
{
    /// <summary>How a role is written among approvers.</summary>
    public const string RolePrefix = "role:";

    /// <summary>Page or ticket.</summary>
    public RouteRules Rules { get; init; } = RouteRules.None;

    /// <summary>When people work.</summary>
    public BusinessHours Hours { get; init; } = BusinessHours.Default;

    /// <summary>Decides who is told of an incident and how urgently. Total: every incident has a decision, and a page always has people.</summary>
    /// <param name="category">Category of the classification, or <c>unknown</c>.</param>
    /// <param name="severity">Our severity.</param>
    /// <param name="service">The service, or null when none is known.</param>
    /// <param name="signal">Kind of the observation.</param>
    /// <param name="at">The time of the decision.</param>
    public RouteDecision Route(string category, Severity severity, Service? service, SignalKind signal, DateTimeOffset at)
    {
        var rule = Rules.Decide(new RoutePoint(category, severity, service?.Tier, signal, Hours.Contains(at)));
        if (rule.Then == Urgency.Record)
        {
            return new RouteDecision(Urgency.Record, [], string.Empty, rule.Name, rule.Why);
        }

        var (who, role) = RouteRecipients.Of(this, rule, service);
        return new RouteDecision(rule.Then, who, role, rule.Name, rule.Why);
    }

    /// <summary>The users meant by a list of users and roles, each once; unknown names mean nobody.</summary>
    public IReadOnlyList<string> Resolve(IEnumerable<string> approvers)
    {
        ArgumentNullException.ThrowIfNull(approvers);
        return [.. approvers.SelectMany(Members).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Whether a name among approvers means someone.</summary>
    public bool Knows(string approver) => Members(approver).Any();

    private IEnumerable<string> Members(string approver) =>
        approver.StartsWith(RolePrefix, StringComparison.Ordinal)
            ? Roles.TryGetValue(approver[RolePrefix.Length..], out var members) ? members : []
            : Users.Where(u => string.Equals(u, approver, StringComparison.OrdinalIgnoreCase));
}

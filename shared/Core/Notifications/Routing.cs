using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.OnCall;
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

    /// <summary>How a schedule is written among people: it means whoever is on call by it.</summary>
    public const string SchedulePrefix = "schedule:";

    /// <summary>How a group of the directory is written among approvers.</summary>
    public const string GroupPrefix = "group:";

    /// <summary>Groups of the directory, from <c>approvals.yaml</c>.</summary>
    public IReadOnlyList<PersonGroup> Groups { get; init; } = [];

    /// <summary>The user that another name means, from <c>approvals.yaml</c>.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Page or ticket.</summary>
    public RouteRules Rules { get; init; } = RouteRules.None;

    /// <summary>When people work.</summary>
    public BusinessHours Hours { get; init; } = BusinessHours.Default;

    /// <summary>Who is on call when.</summary>
    public IReadOnlyList<OnCallSchedule> Schedules { get; init; } = [];

    /// <summary>Who is told when nobody answers.</summary>
    public IReadOnlyList<EscalationPolicy> Escalations { get; init; } = [];

    /// <summary>How many pages a person gets one by one; null for any number.</summary>
    public PageLimit? PageLimit { get; init; }

    /// <summary>When tickets wait; null for never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>The escalation of that name, or null.</summary>
    public EscalationPolicy? Escalation(string? name) => Escalations.FirstOrDefault(e => e.Name == name);

    /// <summary>Everybody whom a level of an escalation means at a moment, each once. Never empty while <c>users</c> names anyone.</summary>
    /// <param name="level">The level.</param>
    /// <param name="service">The service of the incident, or null.</param>
    /// <param name="at">The moment.</param>
    public IReadOnlyList<string> People(EscalationLevel level, Service? service, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(level);
        return RouteRecipients.OfLevel(this, level, service, at) is { Count: > 0 } people ? people : Users;
    }

    /// <summary>Decides who is told of an incident and how urgently. Total: every incident has a decision, and a page always has people.</summary>
    /// <param name="category">Category of the classification, or <c>unknown</c>.</param>
    /// <param name="severity">Our severity.</param>
    /// <param name="service">The service, or null when none is known.</param>
    /// <param name="signal">Kind of the observation.</param>
    /// <param name="at">The time of the decision.</param>
    public RouteDecision Route(string category, Severity severity, Service? service, SignalKind signal, DateTimeOffset at)
    {
        var rule = Rules.Decide(new RoutePoint(category, severity, service?.Tier, signal, Hours.Contains(at)) { Service = service?.Name });
        if (rule.Then == Urgency.Record)
        {
            return new RouteDecision(Urgency.Record, [], string.Empty, rule.Name, rule.Why);
        }

        // The first level is whom the page is for; where it means nobody now, whoever the rule names is.
        if (rule.Then == Urgency.Page && Escalation(rule.Escalation) is { } policy)
        {
            var first = RouteRecipients.OfFirst(this, policy, service, at);
            var (named, asWhat) = first.Who.Count > 0 ? first : RouteRecipients.Of(this, rule, service, at);
            return new RouteDecision(rule.Then, named, asWhat, rule.Name, rule.Why) { Escalation = policy.Name };
        }

        var (who, role) = RouteRecipients.Of(this, rule, service, at);
        return new RouteDecision(rule.Then, who, role, rule.Name, rule.Why);
    }

    /// <summary>The users meant by a list of users, roles and schedules at a moment, each once; unknown names mean nobody.</summary>
    public IReadOnlyList<string> Resolve(IEnumerable<string> people, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(people);
        return [.. people.SelectMany(p => Members(p, at)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The users that a list can ever mean: of a schedule everyone who takes turns.</summary>
    public IReadOnlyList<string> Everyone(IEnumerable<string> people)
    {
        ArgumentNullException.ThrowIfNull(people);
        return [.. people.SelectMany(p => Members(p, null)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Whether a name among people means someone, if not at every moment.</summary>
    public bool Knows(string person) => GroupOf(person) is not null || Members(person, null).Any();

    /// <summary>The person that a name means: two names of one person are one person.</summary>
    public string PersonOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var user = Aliases.TryGetValue(name, out var known) ? known : name;
        return Users.FirstOrDefault(u => string.Equals(u, user, StringComparison.OrdinalIgnoreCase)) ?? user;
    }

    /// <summary>The group that is written so among people, or null.</summary>
    public PersonGroup? GroupOf(string person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.StartsWith(GroupPrefix, StringComparison.Ordinal) ? Groups.FirstOrDefault(g => g.Name == person[GroupPrefix.Length..]) : null;
    }

    private IEnumerable<string> Members(string person, DateTimeOffset? at)
    {
        if (person.StartsWith(GroupPrefix, StringComparison.Ordinal))
        {
            return GroupOf(person)?.Members ?? [];
        }

        if (person.StartsWith(RolePrefix, StringComparison.Ordinal))
        {
            return Roles.TryGetValue(person[RolePrefix.Length..], out var members) ? members : [];
        }

        if (person.StartsWith(SchedulePrefix, StringComparison.Ordinal))
        {
            return Schedules.FirstOrDefault(s => s.Name == person[SchedulePrefix.Length..]) switch
            {
                null => [],
                var schedule when at is { } moment => schedule.At(moment) is { } user ? [user] : [],
                var schedule => schedule.Everyone,
            };
        }

        return Users.Where(u => string.Equals(u, person, StringComparison.OrdinalIgnoreCase));
    }
}

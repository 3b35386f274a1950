using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.OnCall;

namespace OpsAutomation.Core.Notifications;

/// <summary>Reads <c>routing.yaml</c>.</summary>
public static class RoutingReader
{
    /// <summary>Reads it, or returns null after adding every problem to the bag (OPS1101, OPS1121 to OPS1130, and those of schedules).</summary>
    public static Routing? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = Errors(root.Bag);
        CatalogHeader.Check(root, "Routing");
        var environment = root.RequiredString("environment");
        var users = root.Strings("users");
        if (users.Count == 0)
        {
            root.Error("OPS1121", "users", "'users' must name at least one person; without one nothing can be approved.");
        }

        foreach (var user in users.Where(Actors.IsReserved))
        {
            root.Error("OPS1121", "users", $"'{user}' is a name of the system and cannot be a person's.");
        }

        foreach (var twice in users.GroupBy(u => u, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            root.Error("OPS1121", "users", $"'{twice.Key}' is named twice; names are compared ignoring case.");
        }

        var roles = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (root.Map("roles") is { } map)
        {
            foreach (var role in map.Keys)
            {
                roles[role] = Role(map, role, users);
            }
        }

        var channel = string.Empty;
        if (root.Map("teams") is { } teams)
        {
            channel = teams.RequiredString("channel");
            teams.Done();
        }
        else if (!root.Has("teams"))
        {
            root.Error("OPS1004", "teams", "'teams' with a 'channel' is required: people must be told somewhere.");
        }

        var schedules = OnCallReader.Read(root, users);
        bool Means(string who) => RouteRuleReader.Means(who, users, roles, schedules);
        var rules = RouteRuleReader.ReadRules(root, Means);
        var escalations = EscalationReader.Read(root, Means);
        foreach (var rule in rules.All.Where(r => r.Escalation is { } name && !escalations.Any(e => e.Name == name)))
        {
            root.Error("OPS2116", "rules", $"The rule '{rule.Name}' goes by the escalation '{rule.Escalation}', which is none of 'escalations'.");
        }

        foreach (var rule in rules.All.Where(r => r.Escalation is not null && r.Then != Urgency.Page))
        {
            root.Error("OPS2116", "rules", $"The rule '{rule.Name}' makes no page, so no escalation follows from it.");
        }

        var hours = RouteRuleReader.ReadHours(root);
        var (limit, quiet) = (PageLimitReader.Limit(root), PageLimitReader.Quiet(root));
        root.Done();
        return Errors(root.Bag) == errors ? new Routing(environment, users, roles, channel) { Rules = rules, Hours = hours, Schedules = schedules, Escalations = escalations, PageLimit = limit, Quiet = quiet } : null;
    }

    private static int Errors(DiagnosticBag bag) => bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);

    private static IReadOnlyList<string> Role(YamlMap map, string role, IReadOnlyList<string> users)
    {
        var members = map.Strings(role);
        if (members.Count == 0)
        {
            map.Error("OPS1122", role, $"Role '{role}' has no member; a plan that waits for it would wait in vain.");
        }

        foreach (var stranger in members.Where(m => !users.Contains(m, StringComparer.OrdinalIgnoreCase)))
        {
            map.Error("OPS1123", role, $"Role '{role}' names '{stranger}', who is not among 'users'.");
        }

        return members;
    }
}

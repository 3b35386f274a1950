using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.OnCall;

namespace OpsAutomation.Core.Notifications;

/// <summary>
/// Reads <c>rules</c> and <c>businessHours</c> of <c>routing.yaml</c>. OPS1124 a name that stands twice, OPS1125 never
/// reached (warning), OPS1126 no such category, OPS1127 means nobody, OPS1128 working hours, OPS1129 overlap (warning),
/// OPS1130 tier.
/// </summary>
internal static class RouteRuleReader
{
    private static readonly string[] OfService = ["service:on-call", "service:owner", "service:team"];

    public static RouteRules ReadRules(YamlMap root, Func<string, bool> means)
    {
        var read = root.Maps("rules").Select(m => (Map: m, Rule: ReadOne(m, means))).ToArray();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (map, rule) in read.Where(r => r.Rule.Name.Length > 0 && !names.Add(r.Rule.Name)))
        {
            map.Error("OPS1124", "name", $"The rule '{rule.Name}' stands twice.");
        }

        var all = read.Select(r => r.Rule).ToArray();
        var unreachable = RouteRuleOverlap.Unreachable(all);
        for (var i = 0; i < read.Length; i++)
        {
            var (map, rule) = read[i];
            if (unreachable.Contains(rule))
            {
                map.Bag.Warning("OPS1125", $"'{rule.Name}' is never reached: rules before it decide everything that it states.", map.File, map.Start);
            }
            else if (RouteRuleOverlap.RivalOf(rule, all.Take(i)) is { } rival)
            {
                map.Bag.Warning(
                    "OPS1129", $"'{rule.Name}' and '{rival.Name}' state the same kinds of conditions, share some values and decide otherwise; the order alone decides there.", map.File, map.Start);
            }
        }

        return new RouteRules(all);
    }

    public static BusinessHours ReadHours(YamlMap root)
    {
        if (root.Map("businessHours") is not { } map)
        {
            return BusinessHours.Default;
        }

        var zone = WallClockReader.Zone(map, "timeZone", "OPS1128");
        var days = WallClockReader.Days(map, "days", "OPS1128");
        var (from, to) = (WallClockReader.Time(map, "from", "OPS1128", required: true), WallClockReader.Time(map, "to", "OPS1128", required: true));
        if (from >= to)
        {
            map.Error("OPS1128", "to", "'to' must be after 'from', on the same day.");
        }

        map.Done();
        return new BusinessHours(
            zone ?? TimeZoneInfo.Utc,
            days.Count > 0 ? days : BusinessHours.Default.Days,
            from ?? BusinessHours.Default.From,
            to ?? BusinessHours.Default.To);
    }

    private static RouteRule ReadOne(YamlMap map, Func<string, bool> means)
    {
        var rule = new RouteRule { Name = map.RequiredString("name"), Then = map.Enum<Urgency>("then") ?? Urgency.Page, Who = map.Strings("who"), Why = map.RequiredString("why").Trim() };
        if (!map.Has("then"))
        {
            map.Error("OPS1004", "then", "'then' is required: page, ticket or record.");
        }

        foreach (var who in rule.Who.Where(w => !means(w)))
        {
            map.Error("OPS1127", "who", $"'{who}' means nobody; write {string.Join(", ", OfService)}, a role of this file as role:NAME, a schedule as schedule:NAME, or a user of this file.");
        }

        if (rule.Who.Count == 0 && rule.Then != Urgency.Record && map.Has("then"))
        {
            map.Error("OPS1127", "who", $"'{rule.Name}' tells nobody; name someone under 'who', or write 'then: record'.");
        }

        rule = rule with { Escalation = map.String("escalation") };
        if (map.Map("when") is { } when)
        {
            rule = rule with
            {
                Services = when.Strings("service"),
                Categories = ReadCategories(when),
                Severities = ReadSeverities(when),
                Tiers = ReadTiers(when),
                Signals = SignalKinds.Read(when, "signal", "OPS1308"),
                BusinessHours = when.Bool("businessHours"),
            };
            when.Done();
        }

        map.Done();
        return rule;
    }

    private static IReadOnlyList<string> ReadCategories(YamlMap when)
    {
        var categories = when.Strings("category");
        foreach (var category in categories.Where(c => c != ClassificationResult.Unknown && !Categories.Knows(c)))
        {
            when.Error("OPS1126", "category", $"There is no category '{category}'; there are {string.Join(", ", Categories.All.Select(c => c.Name))}, and {ClassificationResult.Unknown}.");
        }

        return categories;
    }

    internal static List<Severity> ReadSeverities(YamlMap when, string key = "severity")
    {
        var severities = new List<Severity>();
        foreach (var text in when.Strings(key))
        {
            if (char.IsLetter(text[0]) && Enum.TryParse<Severity>(text, ignoreCase: true, out var severity) && Enum.IsDefined(severity))
            {
                severities.Add(severity);
            }
            else
            {
                when.Error("OPS1007", key, $"'{text}' is no severity; there are {string.Join(", ", Enum.GetNames<Severity>())}.");
            }
        }

        return severities;
    }

    private static List<int?> ReadTiers(YamlMap when)
    {
        var tiers = new List<int?>();
        foreach (var text in when.Strings("tier"))
        {
            if (text == RouteRule.NoTier)
            {
                tiers.Add(null);
            }
            else if (text is [>= '1' and <= '4'])
            {
                tiers.Add(text[0] - '0');
            }
            else
            {
                when.Error("OPS1130", "tier", $"'{text}' is no tier; write 1 to 4, or {RouteRule.NoTier} for what belongs to no known service.");
            }
        }

        return tiers;
    }

    /// <summary>Whether a name can mean anyone.</summary>
    internal static bool Means(
        string who, IReadOnlyList<string> users, IReadOnlyDictionary<string, IReadOnlyList<string>> roles, IReadOnlyList<OnCallSchedule> schedules) =>
        OfService.Contains(who, StringComparer.Ordinal)
        || (who.StartsWith(Routing.RolePrefix, StringComparison.Ordinal) && roles.ContainsKey(who[Routing.RolePrefix.Length..]))
        || (who.StartsWith(Routing.SchedulePrefix, StringComparison.Ordinal) && schedules.Any(s => s.Name == who[Routing.SchedulePrefix.Length..]))
        || users.Contains(who, StringComparer.OrdinalIgnoreCase);
}

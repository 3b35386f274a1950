using System.Globalization;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Notifications;

/// <summary>
/// Reads <c>rules</c> and <c>businessHours</c> of <c>routing.yaml</c>. OPS1124 a name that stands twice, OPS1125 never
/// reached (warning), OPS1126 no such category, OPS1127 means nobody, OPS1128 working hours, OPS1129 overlap (warning),
/// OPS1130 tier.
/// </summary>
internal static class RouteRuleReader
{
    private static readonly string[] OfService = ["service:on-call", "service:owner", "service:team"];

    public static RouteRules ReadRules(YamlMap root, IReadOnlyList<string> users, IReadOnlyDictionary<string, IReadOnlyList<string>> roles)
    {
        var read = root.Maps("rules").Select(m => (Map: m, Rule: ReadOne(m, users, roles))).ToArray();
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

        var zone = map.RequiredString("timeZone");
        if (zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            map.Error("OPS1128", "timeZone", $"'{zone}' is no time zone; write an IANA name, for example Europe/Berlin.");
        }

        var days = new List<DayOfWeek>();
        foreach (var text in map.Strings("days"))
        {
            if (Enum.GetValues<DayOfWeek>().Where(d => text.Length >= 3 && d.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToArray() is [var day])
            {
                days.Add(day);
            }
            else
            {
                map.Error("OPS1128", "days", $"'{text}' is no day; write monday or mon.");
            }
        }

        var (from, to) = (Time(map, "from"), Time(map, "to"));
        if (from >= to)
        {
            map.Error("OPS1128", "to", "'to' must be after 'from', on the same day.");
        }

        map.Done();
        return new BusinessHours(
            TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc,
            days.Count > 0 ? days : BusinessHours.Default.Days,
            from ?? BusinessHours.Default.From,
            to ?? BusinessHours.Default.To);
    }

    private static TimeOnly? Time(YamlMap map, string key)
    {
        if (map.RequiredString(key) is not { Length: > 0 } text)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        map.Error("OPS1128", key, $"'{text}' is no time; write it in quotes as \"09:00\".");
        return null;
    }

    private static RouteRule ReadOne(YamlMap map, IReadOnlyList<string> users, IReadOnlyDictionary<string, IReadOnlyList<string>> roles)
    {
        var rule = new RouteRule { Name = map.RequiredString("name"), Then = map.Enum<Urgency>("then") ?? Urgency.Page, Who = map.Strings("who"), Why = map.RequiredString("why").Trim() };
        if (!map.Has("then"))
        {
            map.Error("OPS1004", "then", "'then' is required: page, ticket or record.");
        }

        foreach (var who in rule.Who.Where(w => !Means(w, users, roles)))
        {
            map.Error("OPS1127", "who", $"'{who}' means nobody; write {string.Join(", ", OfService)}, a role of this file as role:NAME, or a user of this file.");
        }

        if (rule.Who.Count == 0 && rule.Then != Urgency.Record && map.Has("then"))
        {
            map.Error("OPS1127", "who", $"'{rule.Name}' tells nobody; name someone under 'who', or write 'then: record'.");
        }

        if (map.Map("when") is { } when)
        {
            rule = rule with
            {
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

    private static List<Severity> ReadSeverities(YamlMap when)
    {
        var severities = new List<Severity>();
        foreach (var text in when.Strings("severity"))
        {
            if (char.IsLetter(text[0]) && Enum.TryParse<Severity>(text, ignoreCase: true, out var severity) && Enum.IsDefined(severity))
            {
                severities.Add(severity);
            }
            else
            {
                when.Error("OPS1007", "severity", $"'{text}' is no severity; there are {string.Join(", ", Enum.GetNames<Severity>())}.");
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

    private static bool Means(string who, IReadOnlyList<string> users, IReadOnlyDictionary<string, IReadOnlyList<string>> roles) =>
        OfService.Contains(who, StringComparer.Ordinal)
        || (who.StartsWith(Routing.RolePrefix, StringComparison.Ordinal) ? roles.ContainsKey(who[Routing.RolePrefix.Length..]) : users.Contains(who, StringComparer.OrdinalIgnoreCase));
}

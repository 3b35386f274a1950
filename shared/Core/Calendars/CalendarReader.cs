using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Calendars;

/// <summary>
/// Reads <c>calendars.yaml</c> and tells every problem at once: OPS1501 name, OPS1502 duplicate name, OPS1503 conditions,
/// OPS1504 would hide everything, OPS1505 neither or both of <c>once</c> and <c>weekly</c>; the schedules add OPS1506 to OPS1516.
/// </summary>
internal static class CalendarReader
{
    public static MaintenanceCalendar? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = Errors(root.Bag);
        CatalogHeader.Check(root, "Calendars");
        var windows = root.Maps("windows").Select(m => (Map: m, Window: ReadOne(m))).ToArray();
        root.Done();
        foreach (var group in windows.Select(w => w.Map).Where(m => m.Has("name")).GroupBy(m => m.String("name"), StringComparer.Ordinal))
        {
            foreach (var map in group.Skip(1))
            {
                map.Error("OPS1502", "name", $"The window '{group.Key}' stands twice; the first is at line {group.First().Start.Line}.");
            }
        }

        return Errors(root.Bag) > errors ? null : new MaintenanceCalendar([.. windows.Select(w => w.Window!)]);
    }

    private static MaintenanceWindow? ReadOne(YamlMap map)
    {
        var name = map.RequiredString("name");
        if (name.Length > 0 && !CatalogName.Is(name))
        {
            map.Error("OPS1501", "name", $"'{name}' must be lower-case letters, digits and dashes, at most {CatalogName.MaxLength}, for example vmss-patching.");
        }

        var owner = map.RequiredString("owner");
        var reason = map.RequiredString("reason");
        var matcher = MatcherList.Read(map, "matchers", "OPS1503");
        if (matcher?.MatchesEverything == true)
        {
            map.Error("OPS1504", "matchers", "These conditions fit nearly every alert: say at least one thing that must be there, such as service = shop-web.");
        }

        var once = map.Map("once");
        var weekly = map.Map("weekly");
        if (map.Has("once") == map.Has("weekly"))
        {
            map.Error("OPS1505", map.Has("once") ? "once" : "name", "A window has either 'once' or 'weekly'.");
        }

        var onceSchedule = once is null ? null : OnceReader.Read(once);
        var (weeklySchedule, reviewBy) = weekly is null ? (null, null) : WeeklyReader.Read(weekly);
        map.Done();
        WindowSchedule? schedule = onceSchedule is null ? weeklySchedule : onceSchedule;
        return matcher is null || schedule is null ? null : new MaintenanceWindow(name, owner, reason, matcher, schedule, reviewBy);
    }

    private static int Errors(DiagnosticBag bag) => bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);
}

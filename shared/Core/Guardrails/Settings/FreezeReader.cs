using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Guardrails.Settings;

/// <summary>Reads <c>freeze</c> of <c>guardrails.yaml</c>; the schedules are those of maintenance windows and add OPS1506 to OPS1516.</summary>
internal static class FreezeReader
{
    internal static FreezeSettings Read(YamlMap root)
    {
        if (root.Map("freeze") is not { } map)
        {
            return FreezeSettings.Never;
        }

        var outside = map.Enum<FreezeDefault>("default") ?? FreezeDefault.Open;
        var during = map.Enum<Restraint>("during") ?? Restraint.Ask;
        if (during == Restraint.Automatic)
        {
            map.Error("OPS1181", "during", "'freeze.during' must be ask or refuse: a freeze that lets everything pass is none.");
        }

        var windows = map.Maps("windows").Select(One).OfType<FreezeWindow>().ToList();
        foreach (var twice in windows.GroupBy(w => w.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            map.Error("OPS1175", "windows", $"The window '{twice.Key}' stands twice.");
        }

        if (outside == FreezeDefault.Closed && !map.Has("windows"))
        {
            map.Bag.Warning("OPS1176", "The calendar is closed and has no windows: automation never acts alone.", map.File, map.At("default"));
        }

        map.Done();
        return new FreezeSettings(outside, during, windows);
    }

    private static FreezeWindow? One(YamlMap map)
    {
        var name = map.RequiredString("name");
        if (name.Length > 0 && !CatalogName.IsOfAnyLength(name))
        {
            map.Error("OPS1175", "name", $"'{name}' must be lower-case letters, digits and dashes, for example year-end.");
        }

        var reason = map.RequiredString("reason");
        var services = map.Strings("services");
        var resources = GuardrailSections.Patterns(map, "resources", "OPS1172");
        var once = map.Map("once");
        var weekly = map.Map("weekly");
        if (map.Has("once") == map.Has("weekly"))
        {
            map.Error("OPS1174", map.Has("once") ? "once" : "name", "A freeze window has either 'once' or 'weekly'.");
        }

        WindowSchedule? schedule = once is null ? null : OnceReader.Read(once);
        schedule ??= weekly is null ? null : WeeklyReader.Read(weekly).Schedule;
        map.Done();
        return schedule is null ? null : FreezeWindow.Of(name, reason, services, resources, schedule);
    }
}

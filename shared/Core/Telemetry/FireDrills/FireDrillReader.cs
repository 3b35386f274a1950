using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Services;
using YamlDotNet.Core;

namespace OpsAutomation.Core.Telemetry.FireDrills;

/// <summary>
/// Reads <c>drills.yaml</c>: OPS2120 name, OPS2121 when, OPS2122 a service or people that nobody knows, OPS2123 times out of order.
/// </summary>
internal static class FireDrillReader
{
    private const int LongestCadence = 366;

    public static IReadOnlyList<FireDrill> Read(YamlMap root)
    {
        CatalogHeader.Check(root, "Drills");
        var drills = new List<FireDrill>();
        foreach (var map in root.Maps("drills"))
        {
            var drill = ReadOne(map);
            if (drills.Exists(d => d.Name == drill.Name))
            {
                map.Error("OPS2120", "name", $"The drill '{drill.Name}' stands twice.");
            }

            drills.Add(drill);
        }

        root.Done();
        return drills;
    }

    /// <summary>What drills name must be there: one that nobody may answer always fails.</summary>
    public static void CheckNames(IEnumerable<FireDrill> drills, ServiceCatalog? services, Routing? routing, DiagnosticBag bag)
    {
        foreach (var drill in drills)
        {
            if (drill.Service is { } service && services is not null && services.ByName(service) is null)
            {
                bag.Error("OPS2122", $"The drill '{drill.Name}' names the service '{service}', which is none of services.yaml.", "drills.yaml", new Mark(0, 1, 1));
            }

            foreach (var nobody in drill.People.Where(p => routing is not null && !routing.Knows(p)))
            {
                bag.Error("OPS2122", $"The drill '{drill.Name}' is for '{nobody}', who is nobody in routing.yaml.", "drills.yaml", new Mark(0, 1, 1));
            }
        }
    }

    private static FireDrill ReadOne(YamlMap map)
    {
        var name = map.RequiredString("name");
        if (name.Length > 0 && !CatalogName.Is(name))
        {
            map.Error("OPS2120", "name", $"'{name}' must be lower-case letters, digits and dashes, at most {CatalogName.MaxLength}, for example weekly-teams.");
        }

        var zone = map.Has("timeZone") ? WallClockReader.Zone(map, "timeZone", "OPS2121") : null;
        if (!map.Has("start"))
        {
            map.Error("OPS2121", "start", $"'{map.Path}.start' is required: the day of the first drill, such as 2027-01-04.");
        }

        var start = WallClockReader.Date(map, "start", "OPS2121") ?? DateOnly.MinValue;
        var at = WallClockReader.Time(map, "at", "OPS2121", required: true) ?? TimeOnly.MinValue;
        var every = map.Duration("every") ?? TimeSpan.FromDays(7);
        var days = every.Ticks % TimeSpan.TicksPerDay == 0 && every.TotalDays is >= 1 and <= LongestCadence ? (int)every.TotalDays : 0;
        if (days == 0)
        {
            map.Error("OPS2121", "every", $"'{map.Path}.every' must be whole days, at most {LongestCadence}, such as 7d.");
        }

        var people = map.Strings("people");
        if (people.Count == 0)
        {
            map.Error("OPS2122", "people", $"The drill '{name}' is for nobody; name who may answer it.");
        }

        var within = FireDrillTimes.Default;
        if (map.Map("within") is { } times)
        {
            within = new FireDrillTimes(
                times.Duration("delivered") ?? within.Delivered, times.Duration("acknowledged") ?? within.Acknowledged, times.Duration("decided") ?? within.Decided);
            times.Done();
            if (within.Delivered <= TimeSpan.Zero || within.Acknowledged < within.Delivered || within.Decided < within.Acknowledged)
            {
                map.Error("OPS2123", "within", "A drill is delivered first, acknowledged then and decided last: each time is at least as long as the one before.");
            }
        }

        var drill = new FireDrill(name, zone ?? TimeZoneInfo.Utc, start, at, Math.Max(1, days), map.String("service"), map.Strings("channels"), people, within);
        map.Done();
        return drill;
    }
}

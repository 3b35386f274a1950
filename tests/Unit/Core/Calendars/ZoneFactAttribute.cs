using OpsAutomation.Core.Calendars.Schedules;

namespace OpsAutomation.Unit.Core.Calendars;

/// <summary>A fact that needs time zone data; without it the fact is skipped and says so, instead of passing for nothing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZoneFactAttribute : FactAttribute
{
    public ZoneFactAttribute() => Skip = Zones.Missing;
}

/// <summary>A theory that needs time zone data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZoneTheoryAttribute : TheoryAttribute
{
    public ZoneTheoryAttribute() => Skip = Zones.Missing;
}

internal static class Zones
{
    public static string? Missing => WallClock.Find("Europe/Vienna") is null || WallClock.Find("America/New_York") is null ? "This machine has no time zone data." : null;
}

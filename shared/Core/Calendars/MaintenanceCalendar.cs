using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Calendars;

/// <summary>The windows of <c>calendars.yaml</c>.</summary>
/// <param name="Windows">In the order of the file.</param>
public sealed record MaintenanceCalendar(IReadOnlyList<MaintenanceWindow> Windows)
{
    /// <summary>No windows.</summary>
    public static MaintenanceCalendar Empty { get; } = new([]);

    /// <summary>Reads <c>calendars.yaml</c>; null after errors (OPS15nn) were added to the map's bag.</summary>
    public static MaintenanceCalendar? Read(YamlMap root) => CalendarReader.Read(root);
}

namespace OpsAutomation.Pages.Rendering;

/// <summary>Addresses of the pages, relative to our origin. Ids are escaped.</summary>
public static class OpsPaths
{
    /// <summary>The list of incidents.</summary>
    public const string Incidents = "/ops";

    /// <summary>The search for alerts.</summary>
    public const string Alerts = "/ops/alerts";

    /// <summary>Maintenance windows and silences.</summary>
    public const string Calendar = "/ops/calendar";

    /// <summary>Sources, their heartbeats, and synthetic alerts.</summary>
    public const string Telemetry = "/ops/telemetry";

    /// <summary>Objectives and their error budgets.</summary>
    public const string Slos = "/ops/slos";

    /// <summary>One incident.</summary>
    public static string Incident(string id) => $"/ops/incidents/{Uri.EscapeDataString(id)}";

    /// <summary>One alert, explained.</summary>
    public static string Alert(string id) => $"/ops/alerts/{Uri.EscapeDataString(id)}";
}

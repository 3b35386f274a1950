using OpsAutomation.Core.Calendars.Schedules;

namespace OpsAutomation.Core.Calendars;

/// <summary>What hides an alert.</summary>
public enum SuppressionKind
{
    /// <summary>A window of the catalogue.</summary>
    Window,

    /// <summary>A silence that somebody made.</summary>
    Silence,
}

/// <summary>Why an alert is hidden, by whom and until when.</summary>
/// <param name="Kind">Window or silence.</param>
/// <param name="Name">The window's name or the silence's id.</param>
/// <param name="Who">The window's owner or the silence's creator.</param>
/// <param name="Reason">Why, in that person's words.</param>
/// <param name="Since">When it began.</param>
/// <param name="Until">When it ends: what still fires then must be told.</param>
public sealed record Suppression(SuppressionKind Kind, string Name, string Who, string Reason, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>The words by which <see cref="Text"/> begins; they name what hid an alert, and counts look for them.</summary>
    public string Mark => MarkOf(Kind, Name);

    /// <summary>For a person: <c>silence s-1 by ana until 2026-11-24 14:00 UTC: deploying</c>.</summary>
    public string Text => FormattableString.Invariant(
        $"{Mark} {(Kind == SuppressionKind.Window ? "of" : "by")} {Who} until {Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {Reason}");

    /// <summary>The words that name a window or a silence in a disposition's reason. Neither name has a blank, so no mark begins another's.</summary>
    public static string MarkOf(SuppressionKind kind, string name) => kind == SuppressionKind.Window ? $"maintenance window {name}" : $"silence {name}";

    internal static Suppression Of(MaintenanceWindow window, Occurrence occurrence) =>
        new(SuppressionKind.Window, window.Name, window.Owner, window.Reason, occurrence.Start, occurrence.End);

    internal static Suppression Of(Silence silence) =>
        new(SuppressionKind.Silence, silence.Id, silence.CreatedBy, silence.Reason, silence.StartsAt, silence.StopsAt);
}

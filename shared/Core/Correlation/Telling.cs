using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>How an alert is told: with which severity, until when that holds, and whether a playbook may start by itself.</summary>
/// <param name="Alert">The alert as it is told.</param>
/// <param name="Note">Why its severity is another than its sender's, or empty.</param>
/// <param name="Until">Until when that holds, or null.</param>
/// <param name="PersonOnly">Why no playbook may start by itself, or null.</param>
internal sealed record Telling(Alert Alert, string Note, DateTimeOffset? Until, string? PersonOnly)
{
    public static Telling Of(Alert alert, DateTimeOffset since, Circumstances around)
    {
        var old = around.Settings.MaxAge is { } limit && around.Now - alert.StartsAt > limit
            ? $"Its alert began at {Correlator.Time(alert.StartsAt)}, more than {Text(limit)} before: nothing is started automatically"
            : null;
        return around.Judge.Lower(alert, since, around.Climate, around.Now) is { } lower
            ? new Telling(alert with { Severity = lower.To }, $" {lower.Reason}", lower.Until, old)
            : new Telling(alert, string.Empty, null, old);
    }

    private static string Text(TimeSpan time) => time.TotalHours >= 1 ? $"{time.TotalHours:0.#} hours" : $"{time.TotalMinutes:0.#} minutes";
}

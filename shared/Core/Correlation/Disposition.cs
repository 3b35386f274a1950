namespace OpsAutomation.Core.Correlation;

/// <summary>What became of an accepted alert. Every alert has exactly one current disposition.</summary>
public enum DispositionKind
{
    /// <summary>It opened an incident.</summary>
    Opened,

    /// <summary>It joined an open incident.</summary>
    Merged,

    /// <summary>The same fingerprint was already firing in the incident.</summary>
    Deduplicated,

    /// <summary>A window or a silence covers it, or it is information and no condition.</summary>
    Suppressed,

    /// <summary>Another alert explains it.</summary>
    Inhibited,

    /// <summary>It flaps; held until it settles.</summary>
    Held,

    /// <summary>A storm; it is counted in a summary.</summary>
    Summarised,

    /// <summary>It says that a condition ended.</summary>
    Resolved,

    /// <summary>It could not be understood; kept with the reason.</summary>
    DeadLettered,
}

/// <summary>The explained fate of one alert: what, why, and what would have happened otherwise.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Reason">Why, in a sentence for a person.</param>
/// <param name="Otherwise">What would have happened if the reason had not held.</param>
/// <param name="IncidentId">The incident it belongs to, or null.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Supersedes">The kind that this entry replaced, or null for the first.</param>
/// <param name="Number">Its number in the alert's history, from 1; the greatest is the current one.</param>
public sealed record Disposition(
    string AlertId,
    DispositionKind Kind,
    string Reason,
    string Otherwise,
    string? IncidentId,
    DateTimeOffset At,
    DispositionKind? Supersedes = null,
    int Number = 1);

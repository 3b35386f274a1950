namespace OpsAutomation.Core.Incidents;

/// <summary>Reads what was logged about a resource. Never throws for a failed read: that is no line, with its reason.</summary>
public interface ILogReader
{
    /// <summary>Reads the lines of a time that has passed, without secrets and in bounds; what is left out is told.</summary>
    /// <param name="resource">ARM id of the resource, or null where the alert names none.</param>
    /// <param name="span">How far back.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<LogHistory> ReadAsync(string? resource, TimeSpan span, CancellationToken cancellationToken);
}

/// <summary>What was logged about a resource over a time that has passed.</summary>
/// <param name="Lines">The lines in order of time; empty when there are none or they cannot be read.</param>
/// <param name="Reason">What was read and what was left out of it, or why nothing could be.</param>
public sealed record LogHistory(IReadOnlyList<LogLine> Lines, string Reason);

/// <summary>One line of a log.</summary>
/// <param name="At">When it was logged.</param>
/// <param name="Text">What it says, without secrets; data, never markup.</param>
public sealed record LogLine(DateTimeOffset At, string Text);

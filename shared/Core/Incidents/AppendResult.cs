namespace OpsAutomation.Core.Incidents;

/// <summary>Whether a journal entry was written, and the incident as it stands after.</summary>
/// <param name="Written">False when the key was there already, or when the decision was to write nothing.</param>
/// <param name="File">The incident after it.</param>
/// <param name="Reason">Why nothing was written; empty when it was.</param>
/// <param name="AnnounceKey">
/// The key under which the outbox was announced: drain the partition, then retire it. Also set when the key was there
/// already, since the one who wrote it may have died before draining; null when nothing was to be written.
/// </param>
public sealed record AppendResult(bool Written, IncidentFile File, string Reason, string? AnnounceKey);

/// <summary>What became of entries that were appended together.</summary>
/// <param name="Written">How many were written; the others had been before.</param>
/// <param name="AnnounceKeys">The keys under which outboxes were announced: drain the partition, then retire them.</param>
public sealed record AddResult(int Written, IReadOnlyList<string> AnnounceKeys);

/// <summary>No such incident.</summary>
/// <param name="incidentId">The id that was asked for.</param>
public sealed class IncidentNotFoundException(string incidentId) : Exception($"There is no incident {incidentId}.")
{
    /// <summary>The id that was asked for.</summary>
    public string IncidentId { get; } = incidentId;
}

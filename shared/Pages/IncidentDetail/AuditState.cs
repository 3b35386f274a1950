using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Pages.IncidentDetail;

/// <summary>Whether the hash chain of an incident's journal holds, as far as it was checked.</summary>
/// <param name="Holds">True: every link fits; false: it does not; null: not checked.</param>
/// <param name="Problem">Where and how it is broken, or why it was not checked; null when it holds.</param>
public sealed record AuditState(bool? Holds, string? Problem = null)
{
    /// <summary>Checks the journal of an incident against its head.</summary>
    public static AuditState Of(IncidentFile file) => AuditChain.Verify(file.Entries, file.Head) is { } broken
        ? new(Holds: false, $"It breaks at entry {broken.Sequence}. {broken.Reason}")
        : new(Holds: true);

    /// <summary>Nobody checked.</summary>
    public static AuditState NotChecked { get; } = new(Holds: null, Problem: null);
}

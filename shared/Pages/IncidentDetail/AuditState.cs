namespace OpsAutomation.Pages.IncidentDetail;

/// <summary>Whether the hash chain of an incident's journal holds, as far as it was checked.</summary>
/// <param name="Holds">True: every link fits; false: it does not; null: not checked.</param>
/// <param name="Problem">Where and how it is broken, or why it was not checked; null when it holds.</param>
public sealed record AuditState(bool? Holds, string? Problem = null)
{
    /// <summary>Nobody checked.</summary>
    public static AuditState NotChecked { get; } = new(Holds: null, Problem: null);
}

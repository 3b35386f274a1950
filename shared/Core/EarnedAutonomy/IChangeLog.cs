namespace OpsAutomation.Core.EarnedAutonomy;

/// <summary>A change that somebody made, as the cloud's own log has it.</summary>
/// <param name="Operation">The operation, for example <c>Microsoft.Compute/virtualMachineScaleSets/write</c>.</param>
/// <param name="Caller">Who, as the log names them.</param>
/// <param name="At">When.</param>
public sealed record SeenChange(string Operation, string Caller, DateTimeOffset At);

/// <summary>Port to the log of what was done to a resource, by anybody.</summary>
public interface IChangeLog
{
    /// <summary>Changes of a resource that were accepted between two times, by others than us; null where that cannot be read.</summary>
    /// <param name="resourceId">ARM id.</param>
    /// <param name="from">From when.</param>
    /// <param name="to">Until when.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<IReadOnlyList<SeenChange>?> ByOthersAsync(string resourceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

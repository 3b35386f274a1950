namespace OpsAutomation.Core.Audit;

/// <summary>Where anchors are kept: one a day, written once. Nothing of ours changes or deletes one.</summary>
public interface IAnchorStore
{
    /// <summary>Keeps the anchor of a day, unless there is one.</summary>
    /// <param name="day">The day.</param>
    /// <param name="text">The anchor.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when there is one already; it stays as it is.</returns>
    Task<bool> TryAddAsync(DateOnly day, string text, CancellationToken cancellationToken = default);

    /// <summary>The anchor of a day, or null.</summary>
    Task<string?> ReadAsync(DateOnly day, CancellationToken cancellationToken = default);

    /// <summary>The days that have one, oldest first.</summary>
    Task<IReadOnlyList<DateOnly>> DaysAsync(CancellationToken cancellationToken = default);
}

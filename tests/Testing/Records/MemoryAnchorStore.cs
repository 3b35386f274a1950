using OpsAutomation.Core.Audit;

namespace OpsAutomation.Testing.Records;

/// <summary>Anchors in memory: keeps the port's promise, and lets a test be the one who breaks in.</summary>
public sealed class MemoryAnchorStore : IAnchorStore
{
    /// <summary>What is kept; a test may do with it what the port forbids.</summary>
    public SortedDictionary<DateOnly, string> Kept { get; } = [];

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(DateOnly day, string text, CancellationToken cancellationToken = default) => Task.FromResult(Kept.TryAdd(day, text));

    /// <inheritdoc/>
    public Task<string?> ReadAsync(DateOnly day, CancellationToken cancellationToken = default) => Task.FromResult(Kept.GetValueOrDefault(day));

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateOnly>> DaysAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<DateOnly>>([.. Kept.Keys]);
}

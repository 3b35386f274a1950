using OpsAutomation.Core.Slos.Definitions;

namespace OpsAutomation.Core.Slos.Measuring;

/// <summary>What a source answered.</summary>
/// <param name="Samples">A number for each minute that it knows; minutes that it does not know are missing.</param>
/// <param name="Failure">Why nothing is known, without secrets; null when it answered.</param>
public sealed record SliAnswer(IReadOnlyList<SliSample> Samples, string? Failure = null);

/// <summary>Reads numbers minute by minute, wherever they are.</summary>
public interface ISliReader
{
    /// <summary>Reads a span.</summary>
    /// <param name="query">What.</param>
    /// <param name="from">Its start, on a minute.</param>
    /// <param name="to">Its end, on a minute, at most a day later.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer; a source that cannot be reached is a failure in it and no exception.</returns>
    Task<SliAnswer> ReadAsync(SliQuery query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default);
}

using OpsAutomation.Core.Slos.Burning;

namespace OpsAutomation.Core.Slos;

/// <summary>Where the measuring of an objective stands.</summary>
/// <param name="MeasuredTo">Up to which minute sources were read.</param>
/// <param name="Standings">Which rules fire.</param>
/// <param name="Failure">Why the last read failed; null when it did not.</param>
/// <param name="FailingSince">Since when reads fail.</param>
public sealed record SloState(DateTimeOffset MeasuredTo, IReadOnlyList<BurnStanding> Standings, string? Failure = null, DateTimeOffset? FailingSince = null);

namespace OpsAutomation.Core.Slos.Measuring;

/// <summary>One known minute.</summary>
/// <param name="Start">Its start, on the minute.</param>
/// <param name="Good">Good events.</param>
/// <param name="Total">All events.</param>
/// <param name="Planned">Whether maintenance was planned for it.</param>
public sealed record SliMinute(DateTimeOffset Start, double Good, double Total, bool Planned = false)
{
    /// <summary>Start of the minute of a time.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}

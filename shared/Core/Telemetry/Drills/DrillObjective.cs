namespace OpsAutomation.Core.Telemetry.Drills;

/// <summary>What the way of an alert promises, measured with synthetic alerts.</summary>
/// <param name="Ratio">The part of drills that must be good, between 0 and 1.</param>
/// <param name="Within">The longest time from acceptance to disposition of a good one.</param>
/// <param name="Window">The time that is looked back over, at most <see cref="LongestWindow"/>.</param>
public sealed record DrillObjective(double Ratio, TimeSpan Within, TimeSpan Window)
{
    /// <summary>Older hours are deleted.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(28);

    /// <summary>99.5 % within 60 s over 28 days: of a drill every five minutes, 40 may fail.</summary>
    public static DrillObjective Default { get; } = new(0.995, TimeSpan.FromSeconds(60), LongestWindow);
}

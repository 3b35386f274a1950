using System.Runtime.InteropServices;

namespace OpsAutomation.Core.Slos.Measuring;

/// <summary>Events of some time.</summary>
/// <param name="Good">Good ones, fractions allowed: sampled telemetry is weighted.</param>
/// <param name="Total">All.</param>
/// <param name="Minutes">Minutes of which something is known.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SliCount(double Good, double Total, int Minutes)
{
    /// <summary>Bad ones.</summary>
    public double Bad => Total - Good;

    /// <summary>Share of bad ones; null where there was no event: no traffic is neither good nor bad.</summary>
    public double? ErrorRatio => Total > 0 ? Bad / Total : null;

    /// <summary>Both together.</summary>
    public static SliCount operator +(SliCount left, SliCount right) => new(left.Good + right.Good, left.Total + right.Total, left.Minutes + right.Minutes);

    /// <summary>The same as the operator.</summary>
    public static SliCount Add(SliCount left, SliCount right) => left + right;
}

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>Why a day was judged as it was.</summary>
public enum DayVerdict
{
    /// <summary>As expected.</summary>
    Ordinary,

    /// <summary>Part of an anomaly.</summary>
    Odd,

    /// <summary>Too little past to judge.</summary>
    Learning,

    /// <summary>No amount, or one that must not be judged.</summary>
    Unknown,

    /// <summary>First of a month, before two firsts were seen.</summary>
    UnknownMonthStart,
}

/// <summary>One day beside what was expected of it.</summary>
/// <param name="Day">The day.</param>
/// <param name="Actual">What was spent; not a number where unknown.</param>
/// <param name="Expected">What was expected; not a number while learning.</param>
/// <param name="Deviation">One robust standard deviation of the day, in money.</param>
/// <param name="Verdict">How it was judged.</param>
public sealed record JudgedDay(DateOnly Day, double Actual, double Expected, double Deviation, DayVerdict Verdict);

/// <summary>A series, judged.</summary>
/// <param name="Days">Every day.</param>
/// <param name="Anomalies">What was found, the oldest first.</param>
/// <param name="Outlook">What is expected of the days to come.</param>
public sealed record SeriesScan(IReadOnlyList<JudgedDay> Days, IReadOnlyList<Anomaly> Anomalies, Outlook Outlook);

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>How the detector judges. The defaults are what the benchmark of the tests is held to.</summary>
public sealed record DetectionOptions
{
    /// <summary>
    /// Chance that an ordinary day is called odd, two-sided, for one series. Some one in ten thousand: two hundred series give about
    /// nine false alarms a year.
    /// </summary>
    public double FalseAlarmRate { get; init; } = 1.2e-4;

    /// <summary>Least money at stake, in the series' currency: below it nobody is told, however odd it is.</summary>
    public double MinimumMoney { get; init; } = 100;

    /// <summary>Days before anything is judged: four of each weekday.</summary>
    public int ColdStartDays { get; init; } = 28;

    /// <summary>
    /// Days whose amount may still grow: Cost Management takes up to 72 hours for late usage. They are judged for too much, never for
    /// too little.
    /// </summary>
    public int SettleDays { get; init; } = 3;

    /// <summary>Days on which business rests, so that an amount between the weekday's and a Sunday's is ordinary.</summary>
    public IReadOnlySet<DateOnly> Holidays { get; init; } = new HashSet<DateOnly>();
}

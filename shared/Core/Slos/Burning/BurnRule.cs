using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Slos.Burning;

/// <summary>When a budget is spent too fast. Both windows must be over the limit: the long one for weight, the short one so that it ends when the burning ends.</summary>
/// <param name="Limit">Burn rate above which it fires; 1 spends the whole budget in the objective's window.</param>
/// <param name="Long">The long window.</param>
/// <param name="Short">The short window; equal to the long one where there is none.</param>
/// <param name="Severity">Severity of the alert.</param>
public sealed record BurnRule(double Limit, TimeSpan Long, TimeSpan Short, Severity Severity)
{
    /// <summary>
    /// Google's SRE workbook, "Alerting on SLOs", table 5-8, for a window of 30 days (2 % of the budget in an hour and 5 % in
    /// six page; 10 % in a day or in three days are tickets), and the rule by which risky automation is kept back: above twice
    /// the rate over a rolling hour.
    /// </summary>
    public static IReadOnlyList<BurnRule> Defaults { get; } =
    [
        new(14.4, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), Severity.Sev0),
        new(6, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), Severity.Sev1),
        new(3, TimeSpan.FromHours(24), TimeSpan.FromHours(2), Severity.Sev2),
        new(1, TimeSpan.FromHours(72), TimeSpan.FromHours(6), Severity.Sev3),
        new(2, TimeSpan.FromHours(1), TimeSpan.FromHours(1), Severity.Sev2),
    ];

    /// <summary>The rule that also keeps risky automation back when it goes on.</summary>
    public static BurnRule Freezing => Defaults[^1];

    /// <summary>Stable name within an objective.</summary>
    public string Key => FormattableString.Invariant($"{Limit:0.##}x-{(int)Long.TotalMinutes}m-{(int)Short.TotalMinutes}m");
}

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// For how long the same content from a sender that repeats itself is the same delivery. A transport tries again within
/// seconds, a repeat comes after minutes at the least. A try that falls into the next period is one more repeat in an open
/// incident, which is harmless; a repeat that is taken for a try is lost, which is not when its incident was closed meanwhile.
/// </summary>
internal static class RepeatPeriod
{
    /// <summary>Where the content says when the condition began: only a repeat of the same beginning can be the same. Alertmanager repeats every 4 hours unless told otherwise.</summary>
    public static readonly TimeSpan WithStart = TimeSpan.FromHours(1);

    /// <summary>Where the content says no time at all: a condition that ended and began again looks the same. Rules are evaluated every minute.</summary>
    public static readonly TimeSpan WithoutTime = TimeSpan.FromMinutes(1);
}

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>Bounds and waits of a run. All waits are on the durable clock.</summary>
public static class RunLimits
{
    /// <summary>How often a changed plan is put to people before it is left to them.</summary>
    public const int MaxApprovalRounds = 3;

    /// <summary>How many operations a step may begin, each after one that surely had no effect.</summary>
    public const int MaxOperations = 3;

    /// <summary>How often sending is tried while Azure says "not now".</summary>
    public const int MaxThrottledTries = 6;

    /// <summary>How often it is asked what became of an operation whose answer was lost.</summary>
    public const int MaxDoubtfulTries = 3;

    /// <summary>How often a plan is tried that failed for a passing reason.</summary>
    public const int MaxPlanTries = 5;

    /// <summary>How often the signal is read before closing while it says nothing.</summary>
    public const int MaxUnknownCloseReads = 3;

    /// <summary>How often an unfinished operation is looked at after a person was called; with the longest wait this is about a day.</summary>
    public const int MaxPollsAfterEscalation = 50;

    /// <summary>How long a mitigated incident waits for the sender's all-clear before the signal is read.</summary>
    public static readonly TimeSpan CloseAfter = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long after something was done the activity log may still not show it: Azure says 3 to 20 minutes
    /// ("activity log", retention and latency); until then its silence says nothing.
    /// </summary>
    public static readonly TimeSpan ActivityLogLag = TimeSpan.FromMinutes(20);

    /// <summary>Time between looks at an operation when Azure names none.</summary>
    public static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(15);

    /// <summary>Shortest wait between two looks or tries, whatever Azure says.</summary>
    public static readonly TimeSpan MinWait = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two looks or tries.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    /// <summary>Longest wait between two looks at an operation after a person was called.</summary>
    public static readonly TimeSpan MaxWaitAfterEscalation = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan MaxBackoff = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(5);

    /// <summary>The wait before the next try: what Azure asks for, and at least 5 s doubled with every try; at most <see cref="MaxWait"/>.</summary>
    /// <param name="tries">Tries so far, from 1.</param>
    /// <param name="retryAfter">What Azure asks for, or null.</param>
    public static TimeSpan Retry(int tries, TimeSpan? retryAfter)
    {
        var wait = FirstBackoff * Math.Pow(2, Math.Clamp(tries, 1, 10) - 1);
        return Clamp(retryAfter > wait ? retryAfter.Value : wait, MaxWait);
    }

    /// <summary>
    /// The wait before the next look at an operation: what Azure asks for, and at least a tenth of the time that it has
    /// taken. Its end is noticed a tenth too late at most, and one of a quarter of an hour is looked at forty times, not two hundred.
    /// </summary>
    public static TimeSpan Poll(TimeSpan? retryAfter, TimeSpan elapsed)
    {
        var wait = retryAfter ?? PollEvery;
        return Clamp(elapsed / 10 > wait ? elapsed / 10 : wait, MaxWait);
    }

    /// <summary>The wait before the next look after a person was called: a minute, doubled with every look.</summary>
    public static TimeSpan PollAfterEscalation(int polls) =>
        Clamp(TimeSpan.FromMinutes(Math.Pow(2, Math.Clamp(polls, 0, 10))), MaxWaitAfterEscalation);

    /// <summary>The wait before a step is tried again: its backoff, doubled with every try; at most an hour, and never below <see cref="MinWait"/>.</summary>
    /// <param name="backoff">The wait before the second try.</param>
    /// <param name="tries">Tries so far, from 1.</param>
    public static TimeSpan Backoff(TimeSpan backoff, int tries) =>
        Clamp(Clamp(backoff, MaxBackoff) * Math.Pow(2, Math.Clamp(tries, 1, 10) - 1), MaxBackoff);

    /// <summary>A point in time after another; never beyond what the calendar holds.</summary>
    internal static DateTimeOffset After(DateTimeOffset at, TimeSpan wait) =>
        wait > DateTimeOffset.MaxValue - at ? DateTimeOffset.MaxValue : at + wait;

    private static TimeSpan Clamp(TimeSpan wait, TimeSpan max) => wait < MinWait ? MinWait : wait > max ? max : wait;
}

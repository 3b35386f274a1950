namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>
/// When Event Grid tries again: 10 s, 30 s, 1 min, 5 min, 10 min, 30 min, 1 h, 3 h, 6 h, then every 12 h; never after 400, 401, 403
/// and 413; not before 2 min after 408 and 30 s after 503 (Azure docs, "Event Grid message delivery and retry").
/// </summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>Wait after a failed attempt.</summary>
    /// <param name="attempts">Attempts made, from 1.</param>
    /// <param name="status">Status that the endpoint answered, or null when there was no answer.</param>
    public static TimeSpan After(int attempts, int? status)
    {
        var step = Steps[Math.Min(attempts, Steps.Length) - 1];
        var least = status switch { 408 => TimeSpan.FromMinutes(2), 503 => TimeSpan.FromSeconds(30), _ => TimeSpan.Zero };
        return step > least ? step : least;
    }

    /// <summary>True for an answer that is final.</summary>
    public static bool IsFinal(int? status) => status is 400 or 401 or 403 or 413;
}

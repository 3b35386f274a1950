namespace OpsAutomation.Integrations.Arm.Budget;

/// <summary>
/// How many reads of a subscription are made: a token bucket for each, a little smaller than ARM's own, so that a storm of
/// incidents cannot use up what the owners' tools need as well. It lives in the process: with N instances, N times as much.
/// </summary>
/// <param name="burst">Reads that may be made at once.</param>
/// <param name="perSecond">Reads that come back every second.</param>
/// <param name="clock">The clock.</param>
internal sealed class ReadBudget(int burst, double perSecond, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Left, long At)> _buckets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes one read; null when it may be made, else how long until it may.</summary>
    public TimeSpan? Take(string subscription)
    {
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            var (left, at) = _buckets.GetValueOrDefault(subscription, (burst, now));
            left = Math.Min(burst, left + (clock.GetElapsedTime(at, now).TotalSeconds * perSecond));
            var may = left >= 1;
            _buckets[subscription] = (may ? left - 1 : left, now);

            // Whole seconds, as Retry-After has them: never earlier than the read is there.
            return may ? null : TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((1 - left) / perSecond)));
        }
    }
}

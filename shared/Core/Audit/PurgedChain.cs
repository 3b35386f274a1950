namespace OpsAutomation.Core.Audit;

/// <summary>A chain that was purged, as the record of the purge has it.</summary>
/// <param name="Head">Its end.</param>
/// <param name="At">When it was purged.</param>
public sealed record PurgedChain(ChainHead Head, DateTimeOffset At)
{
    /// <summary>How long a chain is kept after its end: a year, so that each can be compared with the same season, and a month.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>Whether anchors bear the purge out: they saw that end, nothing behind it, and long enough ago. Null when they do.</summary>
    public BrokenLink? Against(IEnumerable<(DateOnly Day, ChainHead Head)> witnessed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(witnessed);
        DateOnly? seen = null;
        foreach (var (day, head) in witnessed)
        {
            if (head.Count > Head.Count || (head.Count == Head.Count && head.Hash != Head.Hash))
            {
                return new BrokenLink(Head.Count, $"The purge names another end than the anchor of {day:yyyy-MM-dd}.");
            }

            seen ??= head.Count == Head.Count ? day : null;
        }

        return seen is not { } first ? new BrokenLink(Head.Count, "It was purged, and no anchor saw its end.")
            : At > now || At < new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero) + Kept
                ? new BrokenLink(Head.Count, $"It was purged on {At:yyyy-MM-dd}, before it was kept for {Kept.TotalDays:0} days after the anchor of {first:yyyy-MM-dd} saw its end.")
            : null;
    }
}

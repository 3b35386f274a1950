namespace OpsAutomation.Core.Cost.Proxies;

/// <summary>So many instances of a size under one owner of them: a scale set, a plan, or a group for machines that stand alone.</summary>
/// <param name="Resource">ARM id.</param>
/// <param name="Size">Size as ARM spells it.</param>
/// <param name="Count">Instances that are paid for.</param>
public sealed record SizeCount(string Resource, string Size, int Count);

/// <summary>All counts at one time.</summary>
/// <param name="At">When.</param>
/// <param name="Counts">The counts.</param>
public sealed record Census(DateTimeOffset At, IReadOnlyList<SizeCount> Counts);

/// <summary>What changed within the hour, priced.</summary>
/// <param name="Resource">ARM id.</param>
/// <param name="Size">Size.</param>
/// <param name="Before">Usual number of instances.</param>
/// <param name="Now">Number now.</param>
/// <param name="PerHour">What the difference costs an hour; null where the rate card has no price.</param>
/// <param name="Currency">ISO 4217 code, or null.</param>
/// <param name="Reason">A sentence.</param>
public sealed record RunRateChange(string Resource, string Size, int Before, int Now, double? PerHour, string? Currency, string Reason)
{
    /// <summary>What it costs until the bill would have shown it: a day and a half.</summary>
    public double? AtStake => PerHour * 36;
}

/// <summary>
/// Counts times prices: an answer within the hour, where the bill takes a day and a half. The usual number of instances is the median
/// of the censuses of the last week at the same hour, so a scale-out of every morning is none of its business.
/// </summary>
public static class RunRate
{
    private const int Enough = 3;

    /// <summary>What costs markedly more than usual.</summary>
    /// <param name="past">Earlier censuses.</param>
    /// <param name="now">The census of now.</param>
    /// <param name="perHour">Price of a size an hour with its currency, or null when unknown.</param>
    /// <param name="minimumPerHour">Least difference an hour that is told.</param>
    public static IReadOnlyList<RunRateChange> Changes(
        IReadOnlyList<Census> past, Census now, Func<string, (double Amount, string Currency)?> perHour, double minimumPerHour)
    {
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(perHour);
        var alike = past.Where(c => c.At < now.At && now.At - c.At <= TimeSpan.FromDays(7) && HoursApart(c.At, now.At) <= 1).ToArray();
        if (alike.Length < Enough)
        {
            alike = [.. past.Where(c => c.At < now.At).OrderByDescending(c => c.At).Take(24)];
        }

        if (alike.Length == 0)
        {
            return [];
        }

        return
        [
            .. now.Counts.Select(c => Of(c, Usual(alike, c), perHour(c.Size)))
                .Where(c => c.Now > c.Before && (c.PerHour is null ? c.Now >= 2 * Math.Max(1, c.Before) && c.Now - c.Before >= 10 : c.PerHour >= minimumPerHour))
                .OrderByDescending(c => c.PerHour ?? double.MaxValue),
        ];
    }

    private static RunRateChange Of(SizeCount count, int before, (double Amount, string Currency)? price)
    {
        var more = count.Count - before;
        double? hourly = price is { } p ? p.Amount * more : null;
        var money = hourly is null ? "the rate card has no price for them" : FormattableString.Invariant($"about {hourly:0.##} {price!.Value.Currency} per hour");
        return new RunRateChange(
            count.Resource, count.Size, before, count.Count, hourly, price?.Currency,
            $"{more} {(before == 0 ? "new" : "more")} {count.Size} ({before} → {count.Count}), {money}.");
    }

    private static int Usual(Census[] alike, SizeCount count)
    {
        var counts = alike
            .Select(c => c.Counts.Where(o => Same(o.Resource, count.Resource) && Same(o.Size, count.Size)).Sum(o => o.Count))
            .Order().ToArray();
        return counts[counts.Length / 2];
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static double HoursApart(DateTimeOffset a, DateTimeOffset b)
    {
        var apart = Math.Abs((a.UtcDateTime.TimeOfDay - b.UtcDateTime.TimeOfDay).TotalHours);
        return Math.Min(apart, 24 - apart);
    }
}

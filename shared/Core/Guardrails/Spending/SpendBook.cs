namespace OpsAutomation.Core.Guardrails.Spending;

/// <summary>What a change costs.</summary>
/// <param name="PerHour">Change of the cost per hour, or null where no price is known.</param>
/// <param name="Currency">ISO 4217 code, or null.</param>
public sealed record PlannedCost(double? PerHour, string? Currency);

/// <summary>Something that costs more, or less, since automation did it.</summary>
/// <param name="Resource">ARM id, lower case.</param>
/// <param name="OperationId">The operation.</param>
/// <param name="At">When it was begun.</param>
/// <param name="PerHour">Cost per hour that it adds; negative while something is being given back.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record SpendEntry(string Resource, string OperationId, DateTimeOffset At, double PerHour, string Currency);

/// <summary>How an operation ended.</summary>
public enum OperationEnd
{
    /// <summary>Nobody can tell, or it failed half way: what it adds stays counted, what it gives back does not count.</summary>
    Unclear,

    /// <summary>It did what it should.</summary>
    Succeeded,

    /// <summary>It surely had no effect.</summary>
    NoEffect,
}

/// <summary>
/// What automation added to the bill and did not give back, in 24 hours; a row of the partition <c>control</c>. What is given
/// back counts when it surely is, against what stands on the same resource, newest first.
/// </summary>
/// <param name="Entries">What stands, oldest first.</param>
public sealed record SpendBook(IReadOnlyList<SpendEntry> Entries)
{
    /// <summary>The window: 24 hours back, so that midnight doubles nothing.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    // Far more than the limit of actions lets through; the oldest would be lost beyond it.
    private const int MaxEntries = 1000;

    /// <summary>Where the earlier ones stand, oldest first.</summary>
    public IReadOnlyList<RowPage> Pages { get; init; } = [];

    /// <summary>An empty one.</summary>
    public static SpendBook Empty { get; } = new([]);

    /// <summary>What is added per hour and counts now, in one currency.</summary>
    public double Added(string currency, DateTimeOffset now) => Entries
        .Where(e => e.PerHour > 0 && now - e.At < Window && string.Equals(e.Currency, currency, StringComparison.OrdinalIgnoreCase))
        .Sum(e => e.PerHour);

    /// <summary>With an operation that is about to be sent; the same operation counts once.</summary>
    public SpendBook Begin(SpendEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.PerHour == 0
            ? this
            : new([.. Entries.Skip(Over(entry.At)).Where(e => !Is(e, entry.OperationId)).Append(entry)]);
    }

    /// <summary>With an operation that is over.</summary>
    public SpendBook End(string operationId, OperationEnd end)
    {
        var entry = Entries.FirstOrDefault(e => Is(e, operationId));
        if (entry is null || (entry.PerHour > 0 && end != OperationEnd.NoEffect))
        {
            return this;
        }

        var rest = Entries.Where(e => !Is(e, operationId)).ToList();
        var back = entry.PerHour < 0 && end == OperationEnd.Succeeded ? -entry.PerHour : 0;
        for (var i = rest.Count - 1; i >= 0 && back > 0; i--)
        {
            if (rest[i].PerHour > 0 && rest[i].Resource == entry.Resource && string.Equals(rest[i].Currency, entry.Currency, StringComparison.OrdinalIgnoreCase))
            {
                var part = Math.Min(back, rest[i].PerHour);
                rest[i] = rest[i] with { PerHour = rest[i].PerHour - part };
                back -= part;
            }
        }

        return new([.. rest.Where(e => e.PerHour != 0)]);
    }

    // How many of the oldest count no more, in whole pages.
    private int Over(DateTimeOffset now) =>
        Math.Max(Entries.TakeWhile(e => now - e.At >= Window).Count(), Entries.Count - MaxEntries) / SpendPages.PageSize * SpendPages.PageSize;

    private static bool Is(SpendEntry entry, string operationId) => string.Equals(entry.OperationId, operationId, StringComparison.Ordinal);
}

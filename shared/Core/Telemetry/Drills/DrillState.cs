namespace OpsAutomation.Core.Telemetry.Drills;

/// <summary>How synthetic alerts fare now.</summary>
public sealed record DrillState
{
    /// <summary>How many of the last outcomes are kept one by one.</summary>
    public const int MaxRecent = 12;

    /// <summary>Before the first.</summary>
    public static DrillState Empty { get; } = new();

    /// <summary>The interval that <see cref="LastNumber"/> counts in.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>Number of the last drill: time since year 1 in intervals. Null before the first.</summary>
    public long? LastNumber { get; init; }

    /// <summary>Drills that were sent and not judged yet.</summary>
    public IReadOnlyList<PendingDrill> Pending { get; init; } = [];

    /// <summary>The last outcomes, newest first.</summary>
    public IReadOnlyList<DrillOutcome> Recent { get; init; } = [];

    /// <summary>How many failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>The outage that people are or must be told about; null when all is well and they know it.</summary>
    public DrillOutage? Outage { get; init; }

    /// <summary>Whether alerts do not get through now.</summary>
    public bool IsFailing => Outage is { EndedAt: null };
}

/// <summary>A drill on its way.</summary>
/// <param name="AlertId">Its alert.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
public sealed record PendingDrill(string AlertId, DateTimeOffset AcceptedAt);

/// <summary>How a drill ended.</summary>
/// <param name="AlertId">Its alert.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Good">Whether it had its disposition in time.</param>
/// <param name="Milliseconds">From acceptance to disposition, or null when it had none.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record DrillOutcome(string AlertId, DateTimeOffset AcceptedAt, bool Good, double? Milliseconds, string Reason);

/// <summary>Alerts do not get through. Whoever is told of its beginning through a channel is told of its end through the same.</summary>
/// <param name="Since">When the first of the failed drills was accepted.</param>
/// <param name="Reason">What the last of them showed.</param>
/// <param name="EndedAt">When a drill got through again, or null.</param>
/// <param name="Told">Channels that took, or will never take, the news of the beginning.</param>
/// <param name="ToldEnd">The same of the end.</param>
public sealed record DrillOutage(
    DateTimeOffset Since, string Reason, DateTimeOffset? EndedAt, IReadOnlyList<string> Told, IReadOnlyList<string> ToldEnd);

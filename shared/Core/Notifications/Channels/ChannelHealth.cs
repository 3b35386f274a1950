namespace OpsAutomation.Core.Notifications.Channels;

/// <summary>How a channel to people is doing, from what it answered.</summary>
/// <param name="Failures">Messages in a row that it did not take.</param>
/// <param name="Since">When the first of them failed, or null while it takes messages.</param>
/// <param name="LastTry">When it was last tried.</param>
/// <param name="Reason">What it said last, without addresses or secrets.</param>
/// <param name="Told">Whether another channel has told people that this one is down.</param>
public sealed record ChannelHealth(int Failures, DateTimeOffset? Since, DateTimeOffset? LastTry, string Reason, bool Told)
{
    /// <summary>Failures in a row after which a channel is given a rest.</summary>
    public const int OpensAfter = 5;

    /// <summary>How long it is left alone before one message tries it again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>A channel of which nothing bad is known.</summary>
    public static ChannelHealth Good { get; } = new(0, null, null, string.Empty, false);

    /// <summary>Whether it may be tried: a channel that fails again and again costs every message its timeout.</summary>
    public bool MayTry(DateTimeOffset now) => Failures < OpensAfter || LastTry is not { } last || now - last >= Rest;

    /// <summary>How it is doing after a message.</summary>
    public ChannelHealth After(Delivery delivery, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return delivery switch
        {
            { Skipped: true } => this,
            { Delivered: true } => Good,
            _ => this with { Failures = Failures + 1, Since = Since ?? now, LastTry = now, Reason = delivery.Reason },
        };
    }
}

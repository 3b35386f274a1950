using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Notifications.Channels;

/// <summary>
/// Tells every channel of one notice. A channel that took it is not told again when another must be tried once more; one that
/// fails again and again is given a rest; and that a channel is down is told through the others.
/// </summary>
/// <param name="notifiers">The channels.</param>
/// <param name="ledger">How they are doing.</param>
/// <param name="clock">Time of their rests.</param>
public sealed class ChannelRounds(IEnumerable<INotifier> notifiers, ChannelLedger ledger, TimeProvider clock)
{
    private readonly INotifier[] _notifiers = [.. notifiers];

    /// <summary>Tells the channels that were not told.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="told">What earlier tries told, by channel.</param>
    /// <param name="lastTry">Whether nobody will try again: then a channel at rest is tried too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="filed">True: only those that file messages without a sound; false: only the others; null: all.</param>
    public async Task<ChannelRound> TellAsync(
        Notice notice, IReadOnlyDictionary<string, Fact.ToldVia> told, bool lastTry, CancellationToken cancellationToken, bool? filed = null)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(told);
        var answers = new List<ChannelAnswer>();
        foreach (var notifier in _notifiers.Where(n => filed is null || n.Files == filed))
        {
            answers.Add(told.TryGetValue(notifier.Channel, out var before)
                ? new ChannelAnswer(notifier.Channel, new Delivery(before.Delivered, false, null, before.Reason) { Reference = before.Reference }, Earlier: true)
                : new ChannelAnswer(notifier.Channel, await TellAsync(notifier, notice, lastTry, cancellationToken), Earlier: false));
        }

        var round = new ChannelRound(answers);
        if (lastTry || round.Unfinished.Count == 0)
        {
            await TellOfDownAsync(round, notice, cancellationToken);
        }

        return round;
    }

    private async Task<Delivery> TellAsync(INotifier notifier, Notice notice, bool lastTry, CancellationToken cancellationToken)
    {
        var health = await ledger.ReadAsync(notifier.Channel, cancellationToken);
        if (!lastTry && !health.MayTry(clock.GetUtcNow()))
        {
            return new Delivery(false, true, health.LastTry + ChannelHealth.Rest - clock.GetUtcNow(), $"It is given a rest after {health.Failures} failures; the last said: {health.Reason}");
        }

        var delivery = await notifier.SendAsync(notice, cancellationToken);
        if (health.After(delivery, clock.GetUtcNow()) is var after && after != health)
        {
            await ledger.WriteAsync(notifier.Channel, after, cancellationToken);
        }

        return delivery;
    }

    // Once per outage of a channel, and only where another one works: whoever relies on the channel must know.
    private async Task TellOfDownAsync(ChannelRound round, Notice notice, CancellationToken cancellationToken)
    {
        var working = round.Answers.FirstOrDefault(a => a.Delivery.Delivered)?.Channel;
        foreach (var down in round.Answers.Where(a => a.Delivery is { Delivered: false, Skipped: false }))
        {
            var health = await ledger.ReadAsync(down.Channel, cancellationToken);
            if (working is null || health.Told || health.Since is null)
            {
                continue;
            }

            var tell = notice with
            {
                Key = $"{notice.Key}:down:{down.Channel}",
                Kind = NoticeKind.FromPlaybook,
                Headline = $"The channel '{down.Channel}' does not take messages: {down.Delivery.Reason}",
                Details = [$"It missed this: {notice.Headline}", "It stays unread there; mend the channel. You are told once per outage."],
                Plan = null,
                ApproveLink = null,
                RejectLink = null,
                Deadline = null,
            };
            if ((await _notifiers.First(n => n.Channel == working).SendAsync(tell, cancellationToken)).Delivered)
            {
                await ledger.WriteAsync(down.Channel, health with { Told = true }, cancellationToken);
            }
        }
    }
}

/// <summary>What the channels answered.</summary>
/// <param name="Answers">One for each, in order.</param>
public sealed record ChannelRound(IReadOnlyList<ChannelAnswer> Answers)
{
    /// <summary>Whether any channel took it.</summary>
    public bool Delivered => Answers.Any(a => a.Delivery.Delivered);

    /// <summary>Channels that should be tried again.</summary>
    public IReadOnlyList<ChannelAnswer> Unfinished => [.. Answers.Where(a => a.Delivery is { Delivered: false, Retry: true })];

    /// <summary>The channels that were meant for it.</summary>
    public IReadOnlyList<ChannelAnswer> Meant => [.. Answers.Where(a => !a.Delivery.Skipped)];

    /// <summary>What each channel calls the message, by channel.</summary>
    public IReadOnlyDictionary<string, string> References =>
        Answers.Where(a => a.Delivery.Reference is not null).ToDictionary(a => a.Channel, a => a.Delivery.Reference!, StringComparer.Ordinal);

    /// <summary>What each said, for the record.</summary>
    public string Said => string.Join("; ", Meant.Select(a => $"{a.Channel}: {a.Delivery.Reason}"));
}

/// <summary>What one channel answered.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Delivery">Its answer.</param>
/// <param name="Earlier">Whether an earlier try told it.</param>
public sealed record ChannelAnswer(string Channel, Delivery Delivery, bool Earlier);

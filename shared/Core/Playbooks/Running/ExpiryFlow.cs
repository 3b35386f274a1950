using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>What to do next about a change that has expired.</summary>
public enum ExpiryMoveKind
{
    /// <summary>Read the signal: is there room to give back?</summary>
    Look,

    /// <summary>Reserve, plan the inverse, write the intent and send it.</summary>
    Start,

    /// <summary>Look at the operation.</summary>
    Poll,

    /// <summary>Look whether the target is as it was before; asked for by a person's undo.</summary>
    Verify,

    /// <summary>Nothing until a time.</summary>
    Wait,

    /// <summary>Leave it as it is and tell a person.</summary>
    Tell,

    /// <summary>It is over.</summary>
    Done,
}

/// <summary>The next move about an expired change.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Key">Key of the journal entry it leads to.</param>
/// <param name="Until">For a wait: until when.</param>
/// <param name="Reason">Why, for a person.</param>
public sealed record ExpiryMove(ExpiryMoveKind Kind, string Key, DateTimeOffset? Until = null, string Reason = "");

/// <summary>
/// Giving back what a step added, later and on its own: a pure function of the journal, like the run itself. When the
/// signal is not healthy it is put off, three times at most; then, and in any doubt, a person is told and nothing is done.
/// A person's undo goes the same way without waiting and without asking the signal: whoever wants it has looked.
/// </summary>
public static class ExpiryFlow
{
    /// <summary>How long it is put off when the signal is not healthy or the resource is held by another run.</summary>
    public static readonly TimeSpan PutOff = TimeSpan.FromMinutes(30);

    private const int MaxPutOffs = 3;
    private const int MaxTries = 3;
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(30);

    /// <summary>The next move for a change that is to be taken back.</summary>
    /// <param name="file">The incident.</param>
    /// <param name="order">Which change, when, and for what cause.</param>
    /// <param name="now">The time.</param>
    public static ExpiryMove Next(IncidentFile file, TtlOrder order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(order);
        var (stepId, expiresAt) = (order.StepId, order.ExpiresAt);
        var entries = file.Entries.Where(e => e.Fact is Fact.Expiry x && x.StepId == stepId && x.Undo == order.Undo).ToList();
        var facts = entries.ConvertAll(e => ((Fact.Expiry)e.Fact).What);
        string Key(string what) => $"{KeyOf(order)}:{what}:{entries.Count}";

        if (facts.Exists(f => f is Fact.EscalatedTo or Fact.Ended))
        {
            return new(ExpiryMoveKind.Done, Key("done"));
        }

        if (file.Facts.OfType<Fact.Polled>().Any(p => p.StepId == RunState.UndoPrefix + stepId && p.Outcome == PollOutcome.Succeeded))
        {
            return new(ExpiryMoveKind.Done, Key("done"), Reason: "The run took it back already.");
        }

        if (file.Facts.OfType<Fact.Expiry>().FirstOrDefault(x => x.StepId == stepId && x.Undo != order.Undo && x.What is Fact.Ended) is { } other)
        {
            return new(ExpiryMoveKind.Done, Key("done"), Reason: other.Undo is null ? "It was given back at its expiry." : "A person took it back already.");
        }

        if (now < expiresAt)
        {
            return new(ExpiryMoveKind.Wait, Key("wait"), expiresAt);
        }

        var started = entries.FindIndex(e => ((Fact.Expiry)e.Fact).What is Fact.Started);
        if (started >= 0)
        {
            return Poll(entries, facts, started, order, now, Key);
        }

        if (facts.Count(f => f is Fact.StartFailed) >= MaxTries)
        {
            return new(ExpiryMoveKind.Tell, Key("tell"), Reason: $"It could not be given back: {facts.OfType<Fact.StartFailed>().Last().Reason}");
        }

        return order.Undo is null ? Look(entries, facts, now, Key) : AtOnce(entries, facts, now, Key);
    }

    /// <summary>Beginning of the keys of all entries about it.</summary>
    public static string KeyOf(TtlOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Undo is { } number ? $"undo:{number}:{order.StepId}" : $"ttl:{order.StepId}";
    }

    // What passes is tried again soon, since somebody waits for it; what does not is told at once.
    private static ExpiryMove AtOnce(List<JournalEntry> entries, List<Fact> facts, DateTimeOffset now, Func<string, string> key)
    {
        switch (facts.LastOrDefault())
        {
            case Fact.StartFailed { Outcome: not (StartOutcome.Throttled or StartOutcome.Changed) } failed:
                return new(ExpiryMoveKind.Tell, key("tell"), Reason: failed.Reason);
            case Fact.Refused refused when facts.Count(f => f is Fact.Refused) > MaxPutOffs:
                return new(ExpiryMoveKind.Tell, key("tell"), Reason: string.Join(" ", refused.Reasons));
            case Fact.StartFailed or Fact.Refused when now < entries[^1].At + TryAgain:
                return new(ExpiryMoveKind.Wait, key("wait"), entries[^1].At + TryAgain);
            default:
                return new(ExpiryMoveKind.Start, key("start"));
        }
    }

    private static ExpiryMove Verify(List<JournalEntry> entries, List<Fact> facts, DateTimeOffset now, Func<string, string> key)
    {
        switch (facts[^1])
        {
            case Fact.TargetSeen { State: TargetState.AsPlanned } seen:
                return new(ExpiryMoveKind.Done, key("done"), Reason: $"It was taken back: {seen.Reason}");
            case Fact.TargetSeen { State: TargetState.Different } seen:
                return new(ExpiryMoveKind.Tell, key("tell"), Reason: $"It was sent and finished, and the target is not as it was before: {seen.Reason}");
            case Fact.TargetSeen seen when facts.Count(f => f is Fact.TargetSeen) >= MaxTries:
                return new(ExpiryMoveKind.Tell, key("tell"), Reason: $"It was sent and finished, and whether the target is as it was before cannot be told: {seen.Reason}");
            case Fact.TargetSeen when now < entries[^1].At + PollEvery:
                return new(ExpiryMoveKind.Wait, key("wait"), entries[^1].At + PollEvery);
            default:
                return new(ExpiryMoveKind.Verify, key("verify"));
        }
    }

    private static ExpiryMove Look(List<JournalEntry> entries, List<Fact> facts, DateTimeOffset now, Func<string, string> key)
    {
        // An intent without an answer is a crash in between: starting again adopts it, whatever the signal says now.
        if (facts.LastOrDefault(f => f is Fact.Intended or Fact.StartFailed) is Fact.Intended)
        {
            return new(ExpiryMoveKind.Start, key("start"));
        }

        var unhealthy = facts.Count(f => f is Fact.SignalRead { State: not SignalState.Healthy } or Fact.Refused or Fact.StartFailed);
        switch (facts.LastOrDefault())
        {
            case Fact.SignalRead { State: SignalState.Healthy }:
                return new(ExpiryMoveKind.Start, key("start"));
            case Fact.SignalRead or Fact.Refused or Fact.StartFailed when unhealthy > MaxPutOffs:
                return new(ExpiryMoveKind.Tell, key("tell"), Reason: $"It was put off {MaxPutOffs} times and stays as it is: {entries[^1].Text}");
            case Fact.SignalRead or Fact.Refused or Fact.StartFailed when now < entries[^1].At + PutOff:
                return new(ExpiryMoveKind.Wait, key("wait"), entries[^1].At + PutOff);
            default:
                return new(ExpiryMoveKind.Look, key("look"));
        }
    }

    private static ExpiryMove Poll(List<JournalEntry> entries, List<Fact> facts, int started, TtlOrder order, DateTimeOffset now, Func<string, string> key)
    {
        var last = facts[^1];
        if (order.Undo is not null && last is (Fact.TargetSeen or Fact.Polled { Outcome: PollOutcome.Succeeded }))
        {
            return Verify(entries, facts, now, key);
        }

        if (last is Fact.Polled { Outcome: PollOutcome.Succeeded })
        {
            return new(ExpiryMoveKind.Done, key("done"), Reason: "It was given back.");
        }

        if (last is Fact.Polled { Outcome: PollOutcome.Failed } failed)
        {
            return new(ExpiryMoveKind.Tell, key("tell"), Reason: $"Giving it back failed on Azure: {failed.Reason}");
        }

        if (now >= entries[started].At + GiveUpAfter)
        {
            return new(ExpiryMoveKind.Tell, key("tell"), Reason: $"Giving it back did not finish within {GiveUpAfter.TotalMinutes} minutes.");
        }

        var wait = (last as Fact.Polled)?.RetryAfter ?? (last as Fact.Started)?.RetryAfter ?? PollEvery;
        var due = entries[^1].At + (wait < PollEvery ? PollEvery : wait);
        return now >= due ? new(ExpiryMoveKind.Poll, key("poll")) : new(ExpiryMoveKind.Wait, key("wait"), due);
    }
}

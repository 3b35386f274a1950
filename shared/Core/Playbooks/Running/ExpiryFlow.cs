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
/// </summary>
public static class ExpiryFlow
{
    /// <summary>How long it is put off when the signal is not healthy or the resource is held by another run.</summary>
    public static readonly TimeSpan PutOff = TimeSpan.FromMinutes(30);

    private const int MaxPutOffs = 3;
    private const int MaxTries = 3;
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(30);

    /// <summary>The next move for a step's change that expires at <paramref name="expiresAt"/>.</summary>
    public static ExpiryMove Next(IncidentFile file, string stepId, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        var entries = file.Entries.Where(e => e.Fact is Fact.Expiry x && x.StepId == stepId).ToList();
        var facts = entries.ConvertAll(e => ((Fact.Expiry)e.Fact).What);
        string Key(string what) => $"ttl:{stepId}:{what}:{entries.Count}";

        if (facts.Exists(f => f is Fact.EscalatedTo or Fact.Ended))
        {
            return new(ExpiryMoveKind.Done, Key("done"));
        }

        if (file.Facts.OfType<Fact.Polled>().Any(p => p.StepId == RunState.UndoPrefix + stepId && p.Outcome == PollOutcome.Succeeded))
        {
            return new(ExpiryMoveKind.Done, Key("done"), Reason: "The run took it back already.");
        }

        if (now < expiresAt)
        {
            return new(ExpiryMoveKind.Wait, Key("wait"), expiresAt);
        }

        var started = entries.FindIndex(e => ((Fact.Expiry)e.Fact).What is Fact.Started);
        if (started >= 0)
        {
            return Poll(entries, facts, started, now, Key);
        }

        if (facts.Count(f => f is Fact.StartFailed) >= MaxTries)
        {
            return new(ExpiryMoveKind.Tell, Key("tell"), Reason: $"It could not be given back: {facts.OfType<Fact.StartFailed>().Last().Reason}");
        }

        return Look(entries, facts, now, Key);
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

    private static ExpiryMove Poll(List<JournalEntry> entries, List<Fact> facts, int started, DateTimeOffset now, Func<string, string> key)
    {
        var last = facts[^1];
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

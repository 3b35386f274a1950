using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>How much is known about an operation on Azure.</summary>
public enum OperationState
{
    /// <summary>Written down as intended; whether it took effect is not known.</summary>
    Uncertain,

    /// <summary>Surely without effect.</summary>
    NoEffect,

    /// <summary>Accepted and not finished, as far as is known.</summary>
    Running,

    /// <summary>Finished, and the target is as planned.</summary>
    Succeeded,

    /// <summary>Finished without success.</summary>
    Failed,
}

/// <summary>One operation as its facts tell it, from the intent to the end.</summary>
public sealed class OperationRun
{
    internal OperationRun(Fact.Intended intended, int sequence, DateTimeOffset at) => (Intended, IntendedSequence, LastAt) = (intended, sequence, at);

    /// <summary>What was intended, under which fence, and how to take it back.</summary>
    public Fact.Intended Intended { get; }

    /// <summary>How much is known about it.</summary>
    public OperationState State { get; private set; } = OperationState.Uncertain;

    /// <summary>What Azure accepted, or null; holds the URL to poll.</summary>
    public Fact.Started? Started { get; private set; }

    /// <summary>When Azure accepted it.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When it was seen to have finished; meaningful once it has.</summary>
    public DateTimeOffset FinishedAt { get; private set; }

    /// <summary>Whether it may still take effect, or be taking it.</summary>
    public bool Unsettled => State is OperationState.Uncertain or OperationState.Running;

    /// <summary>Whether it changed, or may have changed, its target and is over.</summary>
    public bool Executed => State is OperationState.Succeeded or OperationState.Failed;

    internal int IntendedSequence { get; }

    internal int LastSequence { get; private set; }

    internal DateTimeOffset LastAt { get; private set; }

    internal int Tries { get; private set; }

    internal int DoubtfulTries { get; private set; }

    internal StartOutcome? LastOutcome { get; private set; }

    internal string LastReason { get; private set; } = string.Empty;

    internal TimeSpan? RetryAfter { get; private set; }

    internal int Polls { get; private set; }

    internal DateTimeOffset? LastPollAt { get; private set; }

    internal TimeSpan? PollAfter { get; private set; }

    internal void Take(Fact.Started started, int sequence, DateTimeOffset at)
    {
        if (Started is not null)
        {
            return;
        }

        (Started, StartedAt, State) = (started, at, OperationState.Running);
        PollAfter = started.RetryAfter;
        Tried(sequence, at);
    }

    internal void Take(Fact.StartFailed failed, int sequence, DateTimeOffset at)
    {
        if (Started is not null)
        {
            return;
        }

        Tried(sequence, at);
        (LastOutcome, LastReason, RetryAfter) = (failed.Outcome, failed.Reason, failed.RetryAfter);
        if (failed.Outcome is StartOutcome.Doubtful or StartOutcome.Accepted)
        {
            DoubtfulTries++;
            State = OperationState.Uncertain;
        }
        else if (DoubtfulTries == 0)
        {
            State = OperationState.NoEffect;
        }

        // A refusal after a doubtful try says nothing about that try: it stays uncertain.
    }

    internal void Take(Fact.Polled polled, int sequence, DateTimeOffset at)
    {
        if (State != OperationState.Running)
        {
            return;
        }

        Polls++;
        (LastPollAt, LastReason, PollAfter) = (at, polled.Reason, polled.RetryAfter);
        (LastSequence, LastAt) = (sequence, at);
        if (polled.Outcome is PollOutcome.Succeeded or PollOutcome.Failed)
        {
            State = polled.Outcome == PollOutcome.Succeeded ? OperationState.Succeeded : OperationState.Failed;
            FinishedAt = at;
        }
    }

    private void Tried(int sequence, DateTimeOffset at)
    {
        Tries++;
        (LastSequence, LastAt) = (sequence, at);
    }
}

using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>Batches of one caller on their way to the writer, and the promise to the caller.</summary>
internal sealed class PendingBatch(IReadOnlyList<RecordBatch> parts, int bytes)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    /// <summary>The batches, in the order in which they are written; nothing after one that meets a conflict.</summary>
    public IReadOnlyList<RecordBatch> Parts { get; } = parts;

    /// <summary>Changes in all of them.</summary>
    public int Count { get; } = parts.Sum(p => p.Changes.Count);

    /// <summary>Size of keys and bodies.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>Set by the writer when the batch alone failed; told to the caller after the group's commit.</summary>
    public RecordConflictException? Conflict { get; set; }

    /// <summary>Ends when the batch is on disk, or failed, or was withdrawn before the writer took it.</summary>
    public Task Done => _done.Task;

    /// <summary>Claims the batch for the writer; false when its caller gave up.</summary>
    public bool Take() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Gives up. A batch that the writer has taken is carried out all the same: its caller learns how it ended.</summary>
    public void Withdraw(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting)
        {
            _done.TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>Tells the caller how the group ended.</summary>
    public void Finish(Exception? failure)
    {
        if ((failure ?? Conflict) is { } exception)
        {
            _done.TrySetException(exception);
        }
        else
        {
            _done.TrySetResult();
        }
    }
}

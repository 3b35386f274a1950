using System.Text.Json;
using Azure;
using Azure.Core;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records.Tables.Rows;

namespace OpsAutomation.Integrations.Records.Tables.Batches;

/// <summary>
/// Brings one batch to its end. Two things make that more than a request:
/// <para>
/// A lost answer. The batch may stand or not, and to repeat it blindly would turn our own success into a conflict (an
/// insert that exists, a version that has moved on) or write over newer work. So each row carries the name of the commit
/// that wrote it, and after a doubtful failure rows are read back: one with our name proves that all of it stands, for a
/// batch is atomic. Comparing bodies would not do, since another may have written the same. Without proof the batch is sent
/// again, and a conflict is believed after reading back once more, because the first message may have arrived late. A batch
/// of versioned deletes leaves no row to read: there the doubt itself is thrown.
/// </para>
/// <para>
/// A delete of an absent row, without a version. The port says that it succeeds, the service fails the whole batch. Then the
/// rows of such deletes are read, the absent ones are left out, and the rest is sent. Another writer may insert such a row in
/// between; that is as if its insert had come after our delete.
/// </para>
/// </summary>
internal sealed class BatchCommit(TableGateway gateway, TableAddress address, PreparedBatch batch)
{
    /// <summary>Rows that are read back at most: one would do, were it not that another may have written over it meanwhile.</summary>
    private const int MaxWitnesses = 4;

    private readonly Patience _patience = gateway.NewPatience();

    // The rows that others are least likely to write over come first.
    private readonly PreparedChange[] _witnesses = [.. batch.Changes
        .Where(change => change.Witness).OrderBy(change => change.Change is not RecordChange.Insert).Take(MaxWitnesses)];

    /// <summary>Commits.</summary>
    /// <exception cref="RecordConflictException">A row was not as expected; nothing was written.</exception>
    /// <exception cref="RequestFailedException">It could not be done, or it is not known whether it was (the message says so).</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pending = batch;
        TableReply? doubt = null;
        while (pending.Changes.Count > 0)
        {
            var answer = await SendAsync(pending, cancellationToken);
            if (answer.Reply.Done)
            {
                return;
            }

            var passing = answer.Reply.MayPass;
            doubt = answer.Reply.Doubtful ? answer.Reply : doubt;
            var again = passing && await _patience.WaitAsync(answer.Reply, cancellationToken);
            if (doubt is not null && await StandsAsync(doubt, cancellationToken))
            {
                return;
            }

            if (again)
            {
                continue;
            }

            pending = !passing && answer.Reply.RowAbsent && Failing(pending, answer) is not { Change: not RecordChange.Delete { ETag: null } }
                ? await WithoutAbsentAsync(pending, answer, cancellationToken)
                : throw Failure(pending, answer, doubt);
        }
    }

    private static PreparedChange? Failing(PreparedBatch pending, BatchAnswer answer) => answer.Index is { } index ? pending.Changes[index] : null;

    private async Task<BatchAnswer> SendAsync(PreparedBatch pending, CancellationToken cancellationToken)
    {
        var reply = await gateway.SendAsync(RequestMethod.Post, address.Batch, new TableContent(pending.ContentType, pending.Write()), cancellationToken);
        return BatchAnswer.Read(reply, pending.Changes.Count);
    }

    private Exception Failure(PreparedBatch pending, BatchAnswer answer, TableReply? doubt)
    {
        var what = $"A batch of {batch.Changes.Count} changes in partition '{batch.Partition}'";
        if (doubt is not null && (_witnesses.Length == 0 || answer.Reply.MayPass))
        {
            return doubt.Exception($"{what} may have taken effect or not; its last attempt");
        }

        return answer.Reply.Conflict
            ? new RecordConflictException(batch.Partition, (Failing(pending, answer) ?? pending.Changes[0]).Change.Row, Reason(answer.Reply))
            : answer.Reply.Exception(what);
    }

    private static string Reason(TableReply reply) =>
        reply.RowAbsent ? "the row does not exist."
        : reply.Code == "EntityAlreadyExists" ? "the row exists already."
        : "the row has changed since it was read.";

    private async Task<bool> StandsAsync(TableReply doubt, CancellationToken cancellationToken)
    {
        foreach (var witness in _witnesses)
        {
            var reply = await ReadRowAsync(witness, cancellationToken);
            if (reply.Done)
            {
                using var entity = JsonDocument.Parse(reply.Body);
                if (entity.RootElement.TryGetProperty(EntityText.Commit, out var commit) && commit.ValueEquals(batch.Commit))
                {
                    return true;
                }
            }
            else if (!reply.RowAbsent)
            {
                throw doubt.Exception($"A batch of {batch.Changes.Count} changes in partition '{batch.Partition}' may have taken effect or not, and reading it back failed too; it");
            }
        }

        return false;
    }

    private async Task<PreparedBatch> WithoutAbsentAsync(PreparedBatch pending, BatchAnswer answer, CancellationToken cancellationToken)
    {
        var named = Failing(pending, answer);
        var kept = new List<PreparedChange>(pending.Changes.Count);
        foreach (var change in pending.Changes)
        {
            if (ReferenceEquals(change, named))
            {
                continue;
            }

            // Changes before the named one were found as they should be, moments ago.
            var unversioned = change.Change is RecordChange.Delete { ETag: null };
            if (!unversioned || (named is not null && kept.Count < answer.Index) || !(await ReadRowAsync(change, cancellationToken)).RowAbsent)
            {
                kept.Add(change);
            }
        }

        return kept.Count < pending.Changes.Count ? pending with { Changes = kept } : throw Failure(pending, answer, doubt: null);
    }

    private Task<TableReply> ReadRowAsync(PreparedChange change, CancellationToken cancellationToken) =>
        gateway.ReadAsync(address.Row(TableKey.EncodeStored(batch.Partition), change.RowKey), _patience, cancellationToken);
}

using System.Text;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Records.Tables.Batches;

/// <summary>
/// The changes of one commit as an entity group transaction (learn.microsoft.com, "Performing entity group transactions"):
/// one change set inside one multipart message.
/// </summary>
/// <param name="Partition">The partition.</param>
/// <param name="Commit">Names this commit, uniquely: in its rows, and in the boundaries, which must not occur in any body.</param>
/// <param name="Changes">Its changes.</param>
internal sealed record PreparedBatch(string Partition, string Commit, IReadOnlyList<PreparedChange> Changes)
{
    /// <summary>The type of the message.</summary>
    public string ContentType => $"multipart/mixed; boundary=batch_{Commit}";

    /// <summary>Prepares a batch that <see cref="BatchRules"/> has let pass.</summary>
    /// <exception cref="ArgumentException">A key, a row or the whole is larger than Table storage takes.</exception>
    /// <exception cref="RecordConflictException">A change names a version that no table gives.</exception>
    public static PreparedBatch Of(TableAddress address, string partition, IReadOnlyList<RecordChange> changes, string commit)
    {
        var batch = new PreparedBatch(partition, commit, [.. changes.Select(change => PreparedChange.Of(address, partition, change, commit))]);
        var bytes = batch.Changes.Sum(change => (long)change.Part.Length + 60) + 300;
        return bytes <= BatchRules.MaxBytes
            ? batch
            : throw new ArgumentException($"As Table storage takes it, the batch has {bytes} bytes, of at most {BatchRules.MaxBytes}.", nameof(changes));
    }

    /// <summary>The message.</summary>
    public byte[] Write()
    {
        using var message = new MemoryStream();
        void Text(string text) => message.Write(Encoding.ASCII.GetBytes(text));
        Text($"--batch_{Commit}\r\nContent-Type: multipart/mixed; boundary=changeset_{Commit}\r\n\r\n");
        foreach (var change in Changes)
        {
            Text($"--changeset_{Commit}\r\n");
            message.Write(change.Part.Span);
        }

        Text($"--changeset_{Commit}--\r\n--batch_{Commit}--\r\n");
        return message.ToArray();
    }
}

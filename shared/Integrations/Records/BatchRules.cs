using System.Text;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Records;

/// <summary>What every record store refuses before it writes anything: the limits of a Table storage transaction.</summary>
public static class BatchRules
{
    /// <summary>The most bytes that the keys and bodies of one batch may have together (Table storage's limit).</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    // Throws on half a surrogate pair, which a store would otherwise replace in silence.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks a batch and returns its size in bytes.</summary>
    /// <exception cref="ArgumentException">The batch is empty, too long or too large, names a row twice, or holds text that is not Unicode.</exception>
    public static int Check(string partition, IReadOnlyList<RecordChange> changes)
    {
        ArgumentException.ThrowIfNullOrEmpty(partition);
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count is 0 or > IRecordStore.MaxBatch)
        {
            throw new ArgumentException($"A batch holds 1 to {IRecordStore.MaxBatch} changes, not {changes.Count}.", nameof(changes));
        }

        long bytes = Size(partition, "the partition's name");
        var rows = changes.Count == 1 ? null : new HashSet<string>(changes.Count, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (string.IsNullOrEmpty(change.Row))
            {
                throw new ArgumentException("A row key is not empty.", nameof(changes));
            }

            if (rows?.Add(change.Row) == false)
            {
                throw new ArgumentException($"A batch names each row once, but '{change.Row}' twice.", nameof(changes));
            }

            bytes += Size(change.Row, "a row key");
            bytes += change switch
            {
                RecordChange.Insert insert => Size(insert.Body, $"the body of '{change.Row}'"),
                RecordChange.Replace replace => Size(replace.Body, $"the body of '{change.Row}'"),
                RecordChange.Upsert upsert => Size(upsert.Body, $"the body of '{change.Row}'"),
                RecordChange.Delete => 0,
                _ => throw new ArgumentException($"A change of type {change.GetType().Name} is not known.", nameof(changes)),
            };
        }

        return bytes <= MaxBytes
            ? (int)bytes
            : throw new ArgumentException($"A batch holds at most {MaxBytes} bytes, not {bytes}.", nameof(changes));
    }

    private static int Size(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"Half a surrogate pair stands in {what}; it could not be stored unchanged.", nameof(text), e);
        }
    }
}

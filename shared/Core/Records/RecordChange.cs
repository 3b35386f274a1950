namespace OpsAutomation.Core.Records;

/// <summary>One change inside an atomic batch; all changes of a batch stand in one partition.</summary>
/// <param name="Row">The row key that the change is about.</param>
public abstract record RecordChange(string Row)
{
    /// <summary>Adds a row that must not exist yet; the batch fails with <see cref="RecordConflictException"/> otherwise.</summary>
    public sealed record Insert(string Row, string Body, int Schema = 1) : RecordChange(Row);

    /// <summary>Replaces a row that must still have <paramref name="ETag"/>.</summary>
    public sealed record Replace(string Row, string Body, string ETag, int Schema = 1) : RecordChange(Row);

    /// <summary>Writes a row whatever stood there before. For projections and pointers, never for truth.</summary>
    public sealed record Upsert(string Row, string Body, int Schema = 1) : RecordChange(Row);

    /// <summary>Deletes a row; with an <paramref name="ETag"/> only when it is unchanged. Deleting an absent row without one succeeds.</summary>
    public sealed record Delete(string Row, string? ETag = null) : RecordChange(Row);
}

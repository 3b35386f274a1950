namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>What one sender sent at once, as rows of the ledger that are not on disk yet; made by <see cref="IntakeLedger.Prepare"/>.</summary>
public sealed class IntakeDelivery
{
    internal IntakeDelivery(string source, IReadOnlyList<IntakeRow> rows) => (Source, Rows) = (source, rows);

    /// <summary>The sender's name.</summary>
    public string Source { get; }

    /// <summary>Where its alerts are kept, in the order of the body; they are there once it was stored.</summary>
    public IReadOnlyList<StoredReference> References => [.. Rows.Select(r => r.Reference)];

    /// <summary>How many alerts it holds.</summary>
    public int Count => Rows.Count;

    internal IReadOnlyList<IntakeRow> Rows { get; }
}

/// <summary>One alert of a delivery: its row, until that is known to be on disk, and the pointer that stands for it.</summary>
internal sealed class IntakeRow(string partition, string id, DateTimeOffset sameUntil, string? body)
{
    public string Partition { get; } = partition;

    public string Id { get; } = id;

    /// <summary>The JSON of the row; null where it is known to be there already.</summary>
    public string? Body { get; } = body;

    /// <summary>Key of the pointer that was written with it, or null.</summary>
    public string? Pointer { get; set; }

    public StoredReference Reference => new(Id, $"{Partition}/{Id}", Pointer is null) { SameUntil = sameUntil, Pointer = Pointer };
}

namespace OpsAutomation.Integrations.Records.Tables;

/// <summary>How the record table is used.</summary>
public sealed class TableOptions
{
    /// <summary>Default of <see cref="Table"/>.</summary>
    public const string DefaultTable = "opsrecords";

    /// <summary>Name of the table.</summary>
    /// <value><c>opsrecords</c>; a letter, then 2 to 62 letters or digits.</value>
    public string Table { get; set; } = DefaultTable;

    /// <summary>How long one request may take, on the given clock.</summary>
    /// <value>8 seconds; at most 25, since no activity waits over 30.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The most attempts of one request, the first included.</summary>
    /// <value>4; 1 means no retry.</value>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>No retry begins later than this after the first attempt, whatever Retry-After asks for.</summary>
    /// <value>12 seconds; at most 25.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>What is wrong, each in a sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        // The rule for table names is Table storage's; "tables" is the name of its own list.
        if (Table is not { Length: >= 3 and <= 63 } || !char.IsAsciiLetter(Table[0]) || !Table.All(char.IsAsciiLetterOrDigit)
            || string.Equals(Table, "tables", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Records:Table must be a letter followed by 2 to 62 letters or digits, and not 'tables', but is '{Table}'.";
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromSeconds(25))
        {
            yield return $"Records:Timeout must be above zero and at most 25 seconds, not {Timeout}.";
        }

        if (MaxAttempts is < 1 or > 10)
        {
            yield return $"Records:MaxAttempts must be 1 to 10, not {MaxAttempts}.";
        }

        if (Patience < TimeSpan.Zero || Patience > TimeSpan.FromSeconds(25))
        {
            yield return $"Records:Patience must be 0 to 25 seconds, not {Patience}.";
        }
    }
}

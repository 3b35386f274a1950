namespace OpsAutomation.Cli.Bench;

/// <summary>What the load generator is told, as JSON on its standard input.</summary>
internal sealed record LoadJob
{
    /// <summary>Port of the server on 127.0.0.1.</summary>
    public required int Port { get; init; }

    /// <summary>The whole request, head and body. Each run of <c>#</c> of twelve is replaced by the alert's number.</summary>
    public required string Request { get; init; }

    /// <summary>Connections; each has at most one request under way.</summary>
    public required int Connections { get; init; }

    /// <summary>Seconds that are thrown away.</summary>
    public double WarmUp { get; init; }

    /// <summary>Seconds that count; with <see cref="Count"/>, the most.</summary>
    public required double Seconds { get; init; }

    /// <summary>Stop after this many requests; 0 for no limit.</summary>
    public long Count { get; init; }

    /// <summary>The first alert's number.</summary>
    public long First { get; init; }

    /// <summary>How many different numbers are sent in turn; 0 never repeats one.</summary>
    public long Different { get; init; }

    /// <summary>How many groups the numbers fall into, in turn: what stands in <see cref="LoadConnection.GroupSlot"/>. 0 for one group.</summary>
    public long Groups { get; init; }

    /// <summary>Requests per second, begun at their time whatever the server does (open loop); 0 sends as fast as answers come.</summary>
    public double Rate { get; init; }
}

/// <summary>What the load generator measured, as JSON on its standard output.</summary>
/// <param name="Seconds">Length of what counts.</param>
/// <param name="Accepted">Answers of success in that time.</param>
/// <param name="AcceptedInAll">Answers of success, warm-up included.</param>
/// <param name="Refused">Other answers, warm-up included.</param>
/// <param name="FirstRefusal">Status of the first of them, or 0.</param>
/// <param name="P50">Median time from sending to the whole answer, in milliseconds.</param>
/// <param name="P99">99th percentile, in milliseconds.</param>
/// <param name="Max">Longest, in milliseconds.</param>
/// <param name="Sent">For an open loop: when each request was due, in UTC ticks, by number; otherwise empty.</param>
internal sealed record LoadResult(
    double Seconds, long Accepted, long AcceptedInAll, long Refused, int FirstRefusal, double P50, double P99, double Max, IReadOnlyList<long> Sent)
{
    /// <summary>Answers of success per second.</summary>
    public double PerSecond => Accepted / Seconds;
}

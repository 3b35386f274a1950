namespace OpsAutomation.SimulatedAzure;

/// <summary>How a simulated Azure is built.</summary>
public sealed record SimulatedAzureOptions
{
    /// <summary>SQLite file with everything it knows; created with its folder when absent.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>Estate to seed an empty file with; null for the embedded <c>shop.yaml</c>. Not read when the file holds an estate already.</summary>
    public string? EstatePath { get; init; }

    /// <summary>Seed of every id, noise and chance. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Extra sinks by name: every request to an address that starts with the value is kept. Teams hosts need no entry.</summary>
    public IReadOnlyDictionary<string, Uri> Sinks { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>Extra addresses that behave as a Teams webhook, beside <c>https://*.webhook.office.com/</c>.</summary>
    public IReadOnlyList<Uri> TeamsWebhooks { get; init; } = [];

    /// <summary>Moves the clock forward for <c>POST /_sim/clock/advance</c>; null when the clock cannot be moved.</summary>
    public Action<TimeSpan>? AdvanceClock { get; init; }

    /// <summary>
    /// How many pieces of work run in this process, the request that asks included; null when nobody counts. Whoever moves
    /// the clock from outside waits until nothing runs: time that is skipped during a request makes it time out.
    /// </summary>
    public Func<int>? AtWork { get; init; }
}

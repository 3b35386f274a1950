using System.Diagnostics.Metrics;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>What the durable engine asks of its file, as counters of the meter <c>OpsAutomation.Durable</c>. Free while nobody listens.</summary>
internal static class StoreMetrics
{
    private static readonly Meter Meter = new("OpsAutomation.Durable");

    /// <summary>Transactions that were put on disk, each with one flush.</summary>
    internal static readonly Counter<long> Commits = Meter.CreateCounter<long>("commits");

    /// <summary>Pieces of work that those transactions hold: starts, episodes, answers of activities, messages, timers.</summary>
    internal static readonly Counter<long> Writes = Meter.CreateCounter<long>("writes");

    /// <summary>Statements that the writer and the readers ran.</summary>
    internal static readonly Counter<long> Statements = Meter.CreateCounter<long>("statements");
}

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>What a started engine consists of; the runners and the client share it.</summary>
internal sealed class EngineParts
{
    internal required DurableEngineOptions Options { get; init; }

    internal required ITaskCatalog Catalog { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required WorkLedger Ledger { get; init; }

    internal required ILoggerFactory Loggers { get; init; }

    internal required ILogger Log { get; init; }

    internal required DurableStore Store { get; init; }

    internal required WarmSessions Warm { get; init; }

    internal InstanceWatch Watch { get; } = new();

    /// <summary>Cancelled when the engine stops.</summary>
    internal CancellationTokenSource Stopping { get; } = new();

    internal WorkQueue Queue { get; set; } = null!;

    internal DueTimers Timers { get; set; } = null!;

    /// <summary>How long a disk that refuses is left alone, on the engine's clock.</summary>
    internal static TimeSpan DiskPause => TimeSpan.FromSeconds(1);

    internal long NowTicks => Time.GetUtcNow().UtcTicks;

    /// <summary>Whether an error lies in the disk rather than in what was written: the same write may succeed later.</summary>
    internal static bool IsOfTheDisk(Exception exception) => exception is SqliteException { SqliteErrorCode: not 19 };

    /// <summary>Writes, and tries again after a pause on the engine's clock while the disk refuses.</summary>
    internal async Task<T> WriteStubbornlyAsync<T>(Func<SqlSession, T> work)
    {
        while (true)
        {
            try
            {
                return await Store.WriteAsync(work);
            }
            catch (Exception e) when (IsOfTheDisk(e) && !Stopping.IsCancellationRequested)
            {
                EngineLog.WriteRefused(Log, e);
                await Ledger.DelayAsync(Time, DiskPause, Stopping.Token);
            }
        }
    }
}

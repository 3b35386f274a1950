using Microsoft.Extensions.Logging;

namespace OpsAutomation.SimulatedAzure;

/// <summary>Time, waiting, work and logs, as whoever built the simulation gave them.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Loggers">Log sinks.</param>
/// <param name="Work">Marks work under way until disposed; a jumping clock waits for it.</param>
/// <param name="Delay">Every wait goes through here.</param>
internal sealed record Surroundings(
    TimeProvider Clock, ILoggerFactory Loggers, Func<string, IDisposable> Work, Func<TimeSpan, CancellationToken, Task> Delay)
{
    /// <summary>The simulation's time.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;

namespace OpsAutomation.Cli.Bench;

/// <summary>
/// The counters of this program's own meters, written to a file every half second: how a benchmark sees what the process that
/// it measures has committed, read and written.
/// </summary>
internal sealed class CounterFile : IDisposable
{
    /// <summary>How old the file may be.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, long> _sums = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly ITimer _timer;
    private readonly string _path;

    /// <summary>Begins to count.</summary>
    /// <param name="path">The file; it is replaced as a whole.</param>
    public CounterFile(string path)
    {
        _path = path;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("OpsAutomation.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, measurement, tags, _) => _sums.AddOrUpdate(
            NameOf(instrument, tags), static (_, added) => added, static (_, sum, added) => sum + added, measurement));
        _listener.Start();
        _timer = TimeProvider.System.CreateTimer(static self => ((CounterFile)self!).Write(), this, Every, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The counters that a process wrote last; none when it has not written any.</summary>
    public static IReadOnlyDictionary<string, long> Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllBytes(path)) ?? [] : [];

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _listener.Dispose();
    }

    private static string NameOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.Length == 0 ? $"{instrument.Meter.Name}.{instrument.Name}" : $"{instrument.Meter.Name}.{instrument.Name}.{tags[0].Value}";

    private void Write()
    {
        // One write at a time, however late the timer is, and a file that cannot be written must not end what is measured.
        var draft = _path + ".new";
        try
        {
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(_sums));
            File.Move(draft, _path, overwrite: true);
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"The counters could not be written to {_path}: {e.Message}");
        }

        try
        {
            _timer.Change(Every, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // It is over.
        }
    }
}

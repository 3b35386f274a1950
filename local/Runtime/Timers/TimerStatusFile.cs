using System.Text.Json;
using OpsAutomation.Runtime.Functions;

namespace OpsAutomation.Runtime.Timers;

/// <summary>
/// Keeps the progress of all timers in one small file, so that after a pause of the process it is known what was missed.
/// Written beside and moved over: a kill leaves the old state or the new one.
/// </summary>
internal sealed class TimerStatusFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, TimerStatus> _timers;

    /// <summary>Opens the file; one that is not there is empty.</summary>
    /// <exception cref="HostStartException">The file cannot be read.</exception>
    internal TimerStatusFile(string path)
    {
        _path = path;
        try
        {
            _timers = File.Exists(path)
                ? new(JsonSerializer.Deserialize<Dictionary<string, TimerStatus>>(File.ReadAllBytes(path), Json) ?? [], StringComparer.OrdinalIgnoreCase)
                : new(StringComparer.OrdinalIgnoreCase);
        }
        catch (JsonException e)
        {
            throw new HostStartException([$"The timer file {path} cannot be read (line {e.LineNumber + 1}). Delete it to forget which runs were missed."]);
        }
    }

    internal TimerStatus? Get(string function)
    {
        lock (_lock)
        {
            return _timers.GetValueOrDefault(function);
        }
    }

    internal void Set(string function, TimerStatus status)
    {
        lock (_lock)
        {
            _timers[function] = status;
            var next = _path + ".new";
            using (var stream = Hosting.OwnerFile.Open(next, FileMode.Create, FileShare.None))
            {
                JsonSerializer.Serialize(stream, _timers, Json);
                stream.Flush(flushToDisk: true);
            }

            File.Move(next, _path, overwrite: true);
        }
    }
}

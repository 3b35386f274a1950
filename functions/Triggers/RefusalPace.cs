namespace OpsAutomation.Functions.Triggers;

/// <summary>Lets through one line a minute for each name, with how many it stands for: a flood of refusals must not become a flood of log.</summary>
internal sealed class RefusalPace(TimeProvider clock)
{
    /// <summary>The time for which one line stands.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTimeOffset At, int Held)> _lines = new(StringComparer.Ordinal);

    /// <summary>How many refusals the line to be written stands for; 0 when none is to be written. Names are those of the catalogue, so there are few.</summary>
    public int Count(string name)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (!_lines.TryGetValue(name, out var line) || now - line.At >= Every)
            {
                _lines[name] = (now, 0);
                return line.Held + 1;
            }

            _lines[name] = (line.At, line.Held + 1);
            return 0;
        }
    }
}

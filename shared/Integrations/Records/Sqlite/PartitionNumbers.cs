using System.Collections.Concurrent;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>
/// Numbers of partitions that are known to be committed. A number never changes and is never given again, so a remembered
/// one cannot be wrong; the memory is emptied when it grows large.
/// </summary>
internal sealed class PartitionNumbers
{
    private const int MaxRemembered = 50_000;

    private readonly ConcurrentDictionary<string, long> _numbers = new(StringComparer.Ordinal);

    /// <summary>The number, when it is remembered.</summary>
    public bool TryGet(string partition, out long number) => _numbers.TryGetValue(partition, out number);

    /// <summary>Remembers a committed number.</summary>
    public void Remember(string partition, long number)
    {
        if (_numbers.Count >= MaxRemembered)
        {
            _numbers.Clear();
        }

        _numbers[partition] = number;
    }
}

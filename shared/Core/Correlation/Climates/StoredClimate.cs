using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation.Climates;

/// <summary>
/// The climate as it was last read from the store, by row: when it is read again, only rows that changed are taken apart. In a
/// storm a thousand conditions are there every second, and a handful of them are new.
/// </summary>
internal sealed class StoredClimate
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Known> _rows = new(StringComparer.Ordinal);
    private Climate _climate = Climate.Empty;

    /// <summary>Brings it to what was read, without what is over by now.</summary>
    /// <param name="read">All rows of the climate.</param>
    /// <param name="now">The time.</param>
    public Climate Update(IReadOnlyCollection<Record> read, DateTimeOffset now)
    {
        lock (_gate)
        {
            var gone = _rows.Count == 0 ? [] : _rows.Keys.ToHashSet(StringComparer.Ordinal);
            foreach (var record in read)
            {
                gone.Remove(record.Row);
                var known = _rows.GetValueOrDefault(record.Row);
                if (known is null || known.ETag != record.ETag)
                {
                    var row = OpsJson.Read<ClimateRow>(record.Body);
                    known = new Known(record.ETag, row.Until, false);
                    Put(record.Row, known, row.Body is not null && !(row.Until <= now) ? row.Body : null);
                }
                else if (known.Holds && known.Until <= now)
                {
                    Put(record.Row, known, null);
                }
            }

            foreach (var row in gone)
            {
                Put(row, null, null);
            }

            return _climate;
        }
    }

    private void Put(string row, Known? known, string? body)
    {
        _climate = _climate.With(new ClimateFact(ClimateRows.Partition, row, body));
        if (known is null)
        {
            _rows.Remove(row);
        }
        else
        {
            _rows[row] = known with { Holds = body is not null };
        }
    }

    private sealed record Known(string ETag, DateTimeOffset? Until, bool Holds);
}

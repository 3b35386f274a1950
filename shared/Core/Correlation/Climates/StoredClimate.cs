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
    private long _look;

    /// <summary>Brings it to what was read, without what is over by now.</summary>
    /// <param name="read">All rows of the climate.</param>
    /// <param name="now">The time.</param>
    public Climate Update(IReadOnlyCollection<Record> read, DateTimeOffset now)
    {
        lock (_gate)
        {
            _look++;
            foreach (var record in read)
            {
                var known = _rows.GetValueOrDefault(record.Row);
                if (known is null || known.ETag != record.ETag)
                {
                    var row = OpsJson.Read<ClimateRow>(record.Body);
                    _rows[record.Row] = known = new Known(record.ETag, row.Until);
                    Put(record.Row, known, row.Body is not null && !(row.Until <= now) ? row.Body : null);
                }
                else if (known.Holds && known.Until <= now)
                {
                    Put(record.Row, known, null);
                }

                known.Seen = _look;
            }

            // Every row that was read is there now, so only where there are more has one gone.
            foreach (var (row, known) in _rows.Count == read.Count ? [] : _rows.Where(r => r.Value.Seen != _look).ToArray())
            {
                Put(row, known, null);
                _rows.Remove(row);
            }

            return _climate;
        }
    }

    private void Put(string row, Known known, string? body)
    {
        _climate = _climate.With(new ClimateFact(ClimateRows.Partition, row, body));
        known.Holds = body is not null;
    }

    private sealed class Known(string etag, DateTimeOffset? until)
    {
        public string ETag { get; } = etag;

        public DateTimeOffset? Until { get; } = until;

        public bool Holds { get; set; }

        /// <summary>The last look that found it.</summary>
        public long Seen { get; set; }
    }
}

using System.Globalization;

namespace OpsAutomation.Cli.Bench;

/// <summary>What the stores did for each alert, from the counters before and after: the part of the cost that no other load on the machine changes.</summary>
internal static class StoreWork
{
    /// <summary>The lines of the table.</summary>
    /// <param name="before">Counters before the first alert.</param>
    /// <param name="after">Counters after the last.</param>
    /// <param name="alerts">Alerts in between, at least 1.</param>
    public static IReadOnlyList<BenchLine> Lines(IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> after, long alerts)
    {
        double Each(string counter) => after.Where(c => c.Key == counter || c.Key.StartsWith(counter + ".", StringComparison.Ordinal))
            .Sum(c => c.Value - before.GetValueOrDefault(c.Key)) / (double)alerts;

        string Parts(string counter) => string.Join(", ", after.Where(c => c.Key.StartsWith(counter + ".", StringComparison.Ordinal))
            .Select(c => (Kind: c.Key[(counter.Length + 1)..], Value: (c.Value - before.GetValueOrDefault(c.Key)) / (double)alerts))
            .Where(c => c.Value >= 0.1)
            .OrderByDescending(c => c.Value)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Kind} {c.Value:0.#}")));

        BenchLine Line(string name, string counter) => new(name, Each(counter), null, null, "each", null, null, Parts(counter));

        return
        [
            Line("commits of records", "OpsAutomation.Records.commits"),
            Line("rows of records written", "OpsAutomation.Records.rows_written"),
            Line("characters of records written", "OpsAutomation.Records.chars_written"),
            Line("reads of records", "OpsAutomation.Records.reads"),
            Line("rows of records read", "OpsAutomation.Records.rows_read"),
            Line("characters of records read", "OpsAutomation.Records.chars_read"),
            Line("commits of the durable engine", "OpsAutomation.Durable.commits"),
            Line("writes of the durable engine", "OpsAutomation.Durable.writes"),
            Line("statements of the durable engine", "OpsAutomation.Durable.statements"),
        ];
    }
}

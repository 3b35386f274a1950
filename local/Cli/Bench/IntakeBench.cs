using System.Globalization;
using System.Text.Json;

namespace OpsAutomation.Cli.Bench;

/// <summary><c>ops bench intake</c>: makes the measurements that were asked for and prints the table.</summary>
internal sealed class IntakeBench(IntakeBenchOptions options)
{
    /// <summary>The measurements, in the order in which they are made.</summary>
    public static readonly IReadOnlyList<string> Names = ["distinct", "duplicates", "dispositions", "latency", "memory"];

    /// <summary>Measures.</summary>
    public async Task<IReadOnlyList<BenchLine>> RunAsync(CancellationToken cancellationToken)
    {
        var lines = new List<BenchLine>();
        foreach (var name in Names.Where(n => options.Only.Contains(n, StringComparer.OrdinalIgnoreCase)))
        {
            options.Say($"{name} ...");
            lines.AddRange(name switch
            {
                "distinct" => await new ThroughputBench(options).DistinctAsync(cancellationToken),
                "duplicates" => await new ThroughputBench(options).DuplicatesAsync(cancellationToken),
                "dispositions" => await new DispositionBench(options).RunAsync(cancellationToken),
                "latency" => await new LatencyBench(options).RunAsync(cancellationToken),
                _ => await new MemoryBench(options).RunAsync(cancellationToken),
            });
        }

        return lines;
    }

    /// <summary>Prints the table, with every missed goal named.</summary>
    public static void Print(IReadOnlyList<BenchLine> lines, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(lines, Core.Records.OpsJson.Options));
            return;
        }

        foreach (var line in lines)
        {
            var spread = line.Least is { } least && line.Most is { } most ? string.Create(CultureInfo.InvariantCulture, $" ({least:0.00} to {most:0.00})") : string.Empty;
            var goal = line.Met switch { true => $"goal {line.Goal}: met", false => $"goal {line.Goal}: MISSED", null => "no goal" };
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Name,-44} {line.Value,9:0.##} {line.Unit}{spread}  {goal}  {line.Details}"));
        }

        var missed = lines.Where(l => l.Met == false).Select(l => l.Name).ToArray();
        Console.WriteLine(missed.Length == 0 ? "Every goal was met." : $"Missed: {string.Join("; ", missed)}.");
    }
}

using System.CommandLine;
using OpsAutomation.Cli.Bench;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops bench</c>: benchmarks against a peer on the same machine in the same run. How is told in docs/benchmarks.md.</summary>
internal static class BenchVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create() => new("bench", "Measure this system against a peer, on this machine.") { Intake(), LoadVerb.Create() };

    private static Command Intake()
    {
        var pairs = new Option<int>("--pairs") { Description = "Pairs of runs, ours and Alertmanager's in turn.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Seconds of a run that count.", DefaultValueFactory = _ => 10 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds before, thrown away.", DefaultValueFactory = _ => 10 };
        var connections = new Option<int>("--connections") { Description = "Connections of the load generator.", DefaultValueFactory = _ => 64 };
        var active = new Option<long>("--active") { Description = "Active alerts when memory is measured.", DefaultValueFactory = _ => 50_000 };
        var rate = new Option<double>("--rate") { Description = "Alerts per second of the latency run.", DefaultValueFactory = _ => 200 };
        var alerts = new Option<long>("--alerts") { Description = "Alerts of each disposition run.", DefaultValueFactory = _ => 3_000 };
        var only = new Option<string[]>("--only")
        {
            Description = $"What to measure: {string.Join(", ", IntakeBench.Names)}. All of it by default.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. IntakeBench.Names],
        };
        only.AcceptOnlyFromAmong([.. IntakeBench.Names]);
        AtLeastOne(pairs);
        AtLeastOne(connections);
        var (catalog, json) = (CommonOptions.Catalog(), CommonOptions.Json());
        var command = new Command("intake", "Alerts accepted and decided per second, latency to the first action, memory: against Alertmanager.")
        {
            pairs, seconds, warmUp, connections, active, rate, alerts, only, catalog, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (PeerServer.Program is null)
            {
                throw new CliException("Alertmanager is not installed, so there is nothing to compare with. On Debian: apt-get install prometheus-alertmanager.");
            }

            var lines = await new IntakeBench(new IntakeBenchOptions
            {
                Pairs = parsed.GetValue(pairs),
                Seconds = parsed.GetValue(seconds),
                WarmUp = parsed.GetValue(warmUp),
                Connections = parsed.GetValue(connections),
                Active = parsed.GetValue(active),
                Rate = parsed.GetValue(rate),
                Alerts = parsed.GetValue(alerts),
                Catalog = parsed.GetValue(catalog)!.FullName,
                Only = parsed.GetValue(only)!,
                Say = Console.Error.WriteLine,
            }).RunAsync(cancellationToken);
            IntakeBench.Print(lines, parsed.GetValue(json));
            return lines.Any(l => l.Met == false) ? ExitCodes.NotWell : ExitCodes.Done;
        });
        return command;
    }

    private static void AtLeastOne(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{option.Name} must be at least 1.");
        }
    });
}

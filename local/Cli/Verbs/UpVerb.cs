using System.CommandLine;
using OpsAutomation.Cli.Composition;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops up</c>: serves everything on this machine until it is interrupted.</summary>
internal static class UpVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port of functions and pages, on loopback.", DefaultValueFactory = _ => 7071 };
        var simPort = new Option<int>("--sim-port") { Description = "Port of the simulated Azure, on loopback.", DefaultValueFactory = _ => 7072 };
        var estate = new Option<FileInfo?>("--estate") { Description = "Estate to begin with; read only while the data folder holds none." };
        var synthetic = new Option<int>("--synthetic") { Description = "Minutes between two synthetic alerts, which prove that alerts get through; 1 to 60, 0 sends none.", DefaultValueFactory = _ => 5 };
        var counters = new Option<FileInfo?>("--counters") { Description = "File to write the counters of the stores to, every half second.", Hidden = true };
        var (data, catalog) = (CommonOptions.Data(), CommonOptions.Catalog());
        var command = new Command("up", "Serve functions, pages and the simulated Azure on this machine.") { port, simPort, estate, synthetic, counters, data, catalog };
        synthetic.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 60)
            {
                result.AddError("--synthetic must be from 0 to 60 minutes.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var records = LocalRecords.Account(Environment.GetEnvironmentVariable(LocalRecords.Setting));
            using var counted = parsed.GetValue(counters) is { } file ? new Bench.CounterFile(file.FullName) : null;
            await using var system = await LocalSystem.StartAsync(
                new LocalSystemOptions
                {
                    DataDirectory = parsed.GetValue(data)!.FullName,
                    CatalogDirectory = parsed.GetValue(catalog)!.FullName,
                    Port = parsed.GetValue(port),
                    SimPort = parsed.GetValue(simPort),
                    Records = records,
                    EstatePath = parsed.GetValue(estate)?.FullName,
                    Log = true,
                    SyntheticEvery = TimeSpan.FromMinutes(parsed.GetValue(synthetic)),
                },
                cancellationToken);
            Console.WriteLine($"Pages            {new Uri(system.Host.BaseAddress, "ops")}");
            Console.WriteLine($"Intake           {new Uri(system.Host.BaseAddress, "api/alerts/azure-monitor")}");
            Console.WriteLine($"Simulated Azure  {system.SimAddress} (nothing outside this machine is called)");
            Console.WriteLine($"State            {parsed.GetValue(data)!.FullName}");
            Console.WriteLine($"Records          {records?.Endpoint.ToString() ?? "in the state folder"}");
            Console.WriteLine("Try: ops fire cpu-high, ops fire checkout-errors, ops incidents. Ctrl+C stops.");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("Stopping.");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}

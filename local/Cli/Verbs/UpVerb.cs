using System.CommandLine;
using Azure.Identity;
using OpsAutomation.Cli.Composition;
using OpsAutomation.Cli.Composition.Live;

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
        var live = new Option<bool>("--live") { Description = "Act on the real Azure, as the person who is signed in; the subscription's name must be typed. State in .ops-live." };
        var (data, catalog) = (CommonOptions.Data(), CommonOptions.Catalog());
        var collect = new Option<FileInfo?>("--collect") { Description = "File whose appearance makes the process collect its garbage.", Hidden = true };
        var command = new Command("up", "Serve functions, pages and the simulated Azure on this machine.") { port, simPort, estate, synthetic, counters, collect, live, data, catalog };
        command.Validators.Add(result =>
        {
            foreach (var option in result.GetValue(live) ? new Option[] { simPort, estate, synthetic }.Where(o => result.GetResult(o) is { Implicit: false }) : [])
            {
                result.AddError($"{option.Name} is for the simulated Azure; with --live there is none.");
            }
        });
        synthetic.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 60)
            {
                result.AddError("--synthetic must be from 0 to 60 minutes.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(live))
            {
                var folder = parsed.GetResult(data) is { Implicit: false } ? parsed.GetValue(data)!.FullName : Path.GetFullPath(".ops-live");
                return await LiveAsync(folder, parsed.GetValue(catalog)!.FullName, parsed.GetValue(port), cancellationToken);
            }

            var records = LocalRecords.Account(Environment.GetEnvironmentVariable(LocalRecords.Setting));
            using var collected = parsed.GetValue(collect) is { } order ? new Bench.CollectFile(order.FullName) : null;
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

    private static async Task<int> LiveAsync(string data, string catalog, int port, CancellationToken cancellationToken)
    {
        await using var system = await LiveSystem.StartAsync(
            new LiveOptions
            {
                DataDirectory = data,
                CatalogDirectory = catalog,
                Port = port,
                Credential = new DefaultAzureCredential(),
                TeamsWebhook = Uri.TryCreate(Environment.GetEnvironmentVariable("Ops__TeamsWebhook"), UriKind.Absolute, out var webhook) ? webhook : null,
                Input = Console.In,
                Output = Console.Out,
                Log = true,
            },
            cancellationToken);
        Console.WriteLine($"Pages   {system.Link}   (this link is you: give it to nobody)");
        Console.WriteLine($"Intake  {new Uri(system.Host.BaseAddress, "api/alerts/azure-monitor")}");
        Console.WriteLine($"State   {data}");
        Console.WriteLine($"Stop everything that changes Azure: ops kill-switch on --data {data} --reason \"...\". Ctrl+C stops.");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopping.");
        }

        return ExitCodes.Done;
    }
}

using System.CommandLine;
using System.Text.Json;
using OpsAutomation.Cli.Verbs;

namespace OpsAutomation.Cli.Bench;

/// <summary><c>ops bench load</c>: the load generator's process. Not for people; it reads its job from standard input.</summary>
internal static class LoadVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var command = new Command("load", "Send load as told on standard input; the other benchmarks start it.") { Hidden = true };
        command.SetAction(async (_, cancellationToken) =>
        {
            var job = JsonSerializer.Deserialize<LoadJob>(await Console.In.ReadToEndAsync(cancellationToken))
                ?? throw new CliException("There is no job on standard input.", ExitCodes.Usage);
            Console.WriteLine(JsonSerializer.Serialize(await new LoadGenerator(job).RunAsync()));
            return ExitCodes.Done;
        });
        return command;
    }
}

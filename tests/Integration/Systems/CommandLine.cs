using System.Diagnostics;
using OpsAutomation.Testing;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.Integration.Systems;

/// <summary>Runs the dotnet command and waits for its end.</summary>
internal static class CommandLine
{
    /// <summary>The folder of the solution.</summary>
    public static string Root => Checkout.Root;

    public static async Task<(int Code, string Output)> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);

        // The runner's own build settings would be taken for ours.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        var (code, output, errors) = await ProcessRun.ToEndAsync(start);
        return (code, output + errors);
    }
}

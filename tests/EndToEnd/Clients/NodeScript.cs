using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Clients;

/// <summary>A script of this folder, run by Node.js with Microsoft's own JavaScript clients of Azure Resource Manager.</summary>
public static class NodeScript
{
    private static readonly string Folder = Path.GetDirectoryName(Here())!;

    /// <summary>Why none can run here, or null.</summary>
    public static string? Lacking =>
        Programs.Find("node") is null ? "Node.js is not installed."
        : Directory.Exists(Path.Combine(Folder, "..", "node_modules", "@azure", "arm-compute")) ? null
        : "The JavaScript clients are not here: npm ci --prefix tests/EndToEnd";

    /// <summary>Runs one to its end.</summary>
    /// <param name="name">The script.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What each line of its output says, in order.</returns>
    public static async Task<IReadOnlyList<JsonNode>> RunAsync(string name, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Programs.Find("node")!, [Path.Combine(Folder, name), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)]
            : throw new InvalidOperationException($"{name} ended with {process.ExitCode}:\n{await output}{await errors}");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}

/// <summary>A test with Microsoft's own JavaScript clients; it is skipped, and says why, where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientsFactAttribute : FactAttribute
{
    /// <summary>Looks for Node.js and the clients.</summary>
    public ClientsFactAttribute() => Skip = NodeScript.Lacking;
}

using System.Diagnostics;
using OpsAutomation.Integration.Systems;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.Integration.Infra;

/// <summary>Programs that the tests of infrastructure run.</summary>
internal static class Programs
{
    /// <summary>Why Bicep cannot be read here, or null.</summary>
    public static string? LackingBicep =>
        Find("node") is null ? "Node.js is not installed."
        : Directory.Exists(Repository("tests/EndToEnd/node_modules/tree-sitter-bicep")) ? null
        : "The parser of Bicep is not here: npm ci --prefix tests/EndToEnd";

    /// <summary>A path of the repository.</summary>
    public static string Repository(string path) => Path.Combine(CommandLine.Root, path);

    /// <summary>Runs one to its end.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables; null starts from ours, anything else replaces them.</param>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Find(program) ?? program, arguments);
        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }
        }

        return await ProcessRun.ToEndAsync(start);
    }

    /// <summary>Where a program is, or null.</summary>
    public static string? Find(string program) => Testing.Systems.Processes.Programs.Find(program);
}

/// <summary>A folder of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("ops-infra-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>A test that reads Bicep; it is skipped, and says why, where the parser is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BicepFactAttribute : FactAttribute
{
    /// <summary>Looks for Node.js and the parser.</summary>
    public BicepFactAttribute() => Skip = Programs.LackingBicep;
}

/// <summary>A test that runs a program; it is skipped, and says why, where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    /// <summary>Looks for a program.</summary>
    public ProgramFactAttribute(string program)
    {
        Program = program;
        Skip = Programs.Find(program) is null ? $"{program} is not installed." : null;
    }

    /// <summary>The program.</summary>
    public string Program { get; }
}

using System.Reflection;
using System.Text.Json;

namespace OpsAutomation.Integration.Infra.Bicep;

/// <summary>
/// The real compiler of Bicep, in the version that <c>Directory.Packages.props</c> pins. Its package is for Linux on x64 alone:
/// elsewhere these tests fail and say so, since a gate that looks away is none.
/// </summary>
internal static class Compiler
{
    /// <summary>The parameters of the sample environment; its snapshot stands beside it.</summary>
    public const string Sample = "tests/Infra/sample.bicepparam";

    private static readonly Lazy<Task<JsonElement>> BuiltMain = new(() => BuildAsync("main.bicep"));
    private static readonly Lazy<Task<JsonElement>> BuiltEvents = new(() => BuildAsync("events.bicep"));

    /// <summary>What is sent to Azure for <c>main.bicep</c>, every module inside.</summary>
    public static Task<JsonElement> MainAsync() => BuiltMain.Value;

    /// <summary>What is sent to Azure for <c>events.bicep</c>.</summary>
    public static Task<JsonElement> EventsAsync() => BuiltEvents.Value;

    /// <summary>Runs it.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        Assert.True(
            OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64,
            "The compiler of Bicep comes as a package for Linux on x64; on this machine infra/ cannot be checked. Run these tests there, or in CI.");
        var path = typeof(Compiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "BicepCompiler").Value!;
        Assert.True(File.Exists(path), $"The package of the compiler is not restored: {path}");
        return Programs.RunAsync(path, arguments);
    }

    /// <summary>Copies <c>infra/</c>, for what changes files in place.</summary>
    /// <param name="to">A new folder.</param>
    public static void CopyInfra(string to)
    {
        var from = Programs.Repository("infra");
        foreach (var file in Directory.GetFiles(from, "*.bicep*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task<JsonElement> BuildAsync(string file)
    {
        var (code, output, errors) = await RunAsync("build", Programs.Repository($"infra/{file}"), "--stdout");
        Assert.True(code == 0 && errors.Length == 0, errors);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}

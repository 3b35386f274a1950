using OpsAutomation.Core.Alerts.Sources;

namespace OpsAutomation.Unit.Core.Alerts.Samples;

/// <summary>The bodies in the folders beside this file, one folder for each source.</summary>
internal static class SampleFiles
{
    private static readonly string Separator = Path.DirectorySeparatorChar.ToString();

    /// <summary>Every body: source, name, text.</summary>
    public static IReadOnlyList<(string Source, string Name, string Body)> All { get; } =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "*.json", SearchOption.AllDirectories)
            .Where(f => f.Contains(Separator + "Samples" + Separator, StringComparison.Ordinal))
            .Select(f => (Source: Path.GetFileName(Path.GetDirectoryName(f))!, Name: Path.GetFileNameWithoutExtension(f), Body: File.ReadAllText(f)))
            .Where(s => AlertSources.All.TryFind(s.Source, out _))
            .DistinctBy(s => (s.Source, s.Name))
            .OrderBy(s => s.Source, StringComparer.Ordinal).ThenBy(s => s.Name, StringComparer.Ordinal),
    ];

    /// <summary>One body.</summary>
    public static string Read(string source, string name) => All.Single(s => s.Source == source && s.Name == name).Body;
}

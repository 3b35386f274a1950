using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Alerts.Samples;

/// <summary>The sample payloads beside this file, and what the intake makes of them.</summary>
internal static class SampleFiles
{
    public static readonly DateTimeOffset Received = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static readonly string Separator = Path.DirectorySeparatorChar.ToString();

    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Samples", "Core", "Alerts", "Samples");

    public static IReadOnlyList<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    public static string Text(string folder, string name) => File.ReadAllText(Path.Combine(Folder, folder, name + ".json"));

    public static JsonElement Json(string folder, string name) => AzureSamples.Json(Text(folder, name));

    public static Normalisation Read(string body, string? source = null, ServiceCatalog? services = null) => Normalisation.Of(
        Encoding.UTF8.GetBytes(body),
        source is null ? null : Source(source),
        AlertSources.All,
        services ?? ServiceCatalog.Empty,
        Received);

    /// <summary>The one alert that a sample becomes.</summary>
    public static Alert One(string folder, string name, ServiceCatalog? services = null) => Assert.Single(Read(Text(folder, name), folder, services).Alerts);

    public static IAlertSource Source(string name) => AlertSources.All.TryFind(name, out var source) ? source : throw new ArgumentException(name, nameof(name));

    /// <summary>The single items, as the ledger would keep and give them back.</summary>
    public static IEnumerable<(string Id, JsonElement Stored)> Stored(IAlertSource source, JsonElement body) =>
        source.Split(body).Items.Where(i => i.Unparseable is null).Select(i => (i.Id, AzureSamples.Json(Redaction.Json(i.Body))));

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
}

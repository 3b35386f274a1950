using System.Globalization;
using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;

namespace OpsAutomation.Unit.Core.Alerts.Samples;

/// <summary>What a body becomes, a line for each alert, so that every field that decides anything can be read and compared.</summary>
internal static class ReadingTable
{
    private const string None = "-";

    /// <summary>What every sample becomes, by name: written down from the output when the senders were made, and compared ever since. The columns are those of <see cref="Line"/>.</summary>
    public static IReadOnlyDictionary<string, string[]> Expected { get; } = JsonSerializer.Deserialize<Dictionary<string, string[]>>(
        File.ReadAllText(Directory.GetFiles(AppContext.BaseDirectory, "expected.json", SearchOption.AllDirectories)[0]))!;

    /// <summary>Every sample: name, source, body.</summary>
    public static IEnumerable<(string Name, string Source, string Body)> Samples =>
        SampleFiles.All.Select(s => ($"{s.Source}/{s.Name}", s.Source, s.Body)).Concat(AzureSamples.All.Select(s => ($"azure-monitor/{s.Key}", "azure-monitor", s.Value)));

    /// <summary>The lines of one body, read as the source that recognises it unless one is named.</summary>
    public static IEnumerable<string> Lines(string body, string? source = null)
    {
        var read = Normalisation.Of(
            Encoding.UTF8.GetBytes(body), source is null ? null : Reading.Source(source), AlertSources.All, Reading.Services, Reading.Received);
        return read.Problem is { } problem ? [$"{read.Source ?? None} | refused {problem.Status} | {problem.Field} | {problem.Message}"]
            : read.Handshake is { } handshake ? [$"{read.Source} | handshake | {handshake.Kind} | {handshake.Topic}"]
            : read.Alerts.Select(Line).Concat(read.DeadLetters.Select(d => $"{read.Source} | dead letter | {d.Field} | {d.Reason}"));
    }

    private static string Line(Alert a) => string.Join(
        " | ",
        a.Source,
        a.Status,
        a.Severity,
        a.Signal.Kind,
        a.Rule,
        a.Signal.Name ?? None,
        a.Resource is { } resource ? resource[(resource.LastIndexOf('/') + 1)..] : None,
        a.Service ?? None,
        Number(a.Value),
        Number(a.Threshold),
        a.Unit ?? None,
        Time(a.StartsAt),
        Time(a.EndsAt),
        string.Join(' ', a.Signal.Dimensions.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}={AlertText.Clean(d.Value, 40)}")),
        AlertText.Clean(a.Summary, 120));

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? None;

    private static string Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? None;
}

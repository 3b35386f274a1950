using System.Globalization;
using System.Reflection;
using System.Text;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;

namespace OpsAutomation.Cli.Samples;

/// <summary>
/// Alerts about the default estate: of Azure Monitor, and one of each other sender, under its name. <c>{{now}}</c> becomes
/// the time of firing, so that each firing is an alert of its own.
/// </summary>
internal static class SampleAlerts
{
    private const string Prefix = "OpsAutomation.Cli.Samples.";
    private const string Usual = "azure-monitor";

    /// <summary>Names that <see cref="Find"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^".json".Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The body of a sample as of now, or null when there is none of that name.</summary>
    public static byte[]? Find(string name, TimeProvider clock)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var now = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(text.Replace("{{now}}", now, StringComparison.Ordinal));
    }

    /// <summary>A sample as it is kept, with <c>{{now}}</c> in it, or null when there is none of that name.</summary>
    public static string? Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}.json");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The sender that a body looks like; Azure Monitor where it looks like none, whose answer then says what is wrong.</summary>
    public static string SourceOf(ReadOnlyMemory<byte> body, AlertSources sources) =>
        IntakeReader.Parse(body) is { Problem: null } reading && sources.Names.FirstOrDefault(n => sources.TryFind(n, out var source) && source.Recognises(reading.Body)) is { } name
            ? name
            : Usual;
}

using System.Globalization;
using System.Reflection;
using System.Text;

namespace OpsAutomation.Cli.Samples;

/// <summary>
/// Alerts about the default estate, in the common alert schema of Azure Monitor. <c>{{now}}</c> becomes the time of
/// firing, so that each firing is an alert of its own.
/// </summary>
internal static class SampleAlerts
{
    private const string Prefix = "OpsAutomation.Cli.Samples.";

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
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}.json");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        var now = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace("{{now}}", now, StringComparison.Ordinal));
    }
}

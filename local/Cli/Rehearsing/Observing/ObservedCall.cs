using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>One line of the simulated Azure's call log.</summary>
/// <param name="Sequence">Its number in the log.</param>
/// <param name="At">When it came in.</param>
/// <param name="Principal">Who called.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Host">Host.</param>
/// <param name="Path">Path.</param>
/// <param name="Status">What was answered; 0 when the answer was lost.</param>
/// <param name="Done">Whether it changed something, whatever was answered.</param>
/// <param name="Capacity">The capacity that it asked for, or null.</param>
/// <param name="Digest">Digest of its body; empty for what changes nothing.</param>
internal sealed record ObservedCall(
    long Sequence, DateTimeOffset At, string Principal, string Method, string Host, string Path, int Status, bool Done, long? Capacity, string Digest)
{
    private const string Arm = "management.azure.com";
    private const string ConfigurationData = ".azconfig.io";
    private const int WordsOfResource = 9;

    /// <summary>Whether it asked for a change of what we act on: ARM, or the key-values of a configuration store.</summary>
    public bool Changes => (Host == Arm || Host.EndsWith(ConfigurationData, StringComparison.Ordinal)) && Method is not ("GET" or "HEAD");

    /// <summary>The resource that it is about, lower case: subscription, group, provider, type and name. What hangs below it belongs to it.</summary>
    public string Target => TargetOf(Path);

    /// <summary>The resource that a path is about, lower case; the whole path when it is about none.</summary>
    public static string TargetOf(string path)
    {
        var words = path.ToLowerInvariant().Split('/');
        return words.Length >= WordsOfResource && words[5] == "providers" ? string.Join('/', words[..WordsOfResource]) : path.ToLowerInvariant();
    }

    /// <summary>Reads one line as <c>/_sim/calls</c> gives it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="stores">ARM ids of configuration stores by name: their key-values are told as what lies below them.</param>
    public static ObservedCall Read(JsonObject line, IReadOnlyDictionary<string, string>? stores = null)
    {
        ArgumentNullException.ThrowIfNull(line);
        var (host, path) = ((string)line["host"]!, (string)line["path"]!);
        if (host.EndsWith(ConfigurationData, StringComparison.Ordinal) && stores?.GetValueOrDefault(host[..^ConfigurationData.Length]) is { } store)
        {
            path = store + path;
        }

        var change = line["change"] as JsonObject;
        return new ObservedCall(
            (long)line["seq"]!,
            DateTimeOffset.Parse((string)line["time"]!, CultureInfo.InvariantCulture),
            (string)line["principal"]!,
            (string)line["method"]!,
            host,
            path,
            (int)line["status"]!,
            (bool?)change?["done"] ?? false,
            (long?)change?["capacity"],
            (string?)change?["digest"] ?? string.Empty);
    }
}

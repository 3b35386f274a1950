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
    private const int WordsOfResource = 9;

    /// <summary>The API version that was asked for, or null.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Whether it asked for a change: of ARM, Microsoft Graph, or the data of a vault or a configuration store.</summary>
    public bool Changes => Method is not ("GET" or "HEAD") && Targets.IsActedOn(Host) && !OnlyReads;

    /// <summary>What it is about, lower case; see <see cref="Targets"/>. What hangs below a resource of ARM belongs to it.</summary>
    public string Target { get; } = Targets.Of(Host, Path);

    // Some reads are POSTs, because their answers are secrets.
    private bool OnlyReads => Method == "POST" && Path.Split('/')[^1].StartsWith("list", StringComparison.OrdinalIgnoreCase);

    /// <summary>The resource that a path is about, lower case; the whole path when it is about none.</summary>
    public static string TargetOf(string path)
    {
        var words = path.ToLowerInvariant().Split('/');
        return words.Length >= WordsOfResource && words[5] == "providers" ? string.Join('/', words[..WordsOfResource]) : path.ToLowerInvariant();
    }

    /// <summary>Reads one line as <c>/_sim/calls</c> gives it.</summary>
    /// <param name="line">The line.</param>
    public static ObservedCall Read(JsonObject line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var change = line["change"] as JsonObject;
        return new ObservedCall(
            (long)line["seq"]!,
            DateTimeOffset.Parse((string)line["time"]!, CultureInfo.InvariantCulture),
            (string)line["principal"]!,
            (string)line["method"]!,
            (string)line["host"]!,
            (string)line["path"]!,
            (int)line["status"]!,
            (bool?)change?["done"] ?? false,
            (long?)change?["capacity"],
            (string?)change?["digest"] ?? string.Empty)
        {
            ApiVersion = (string?)line["apiVersion"],
        };
    }
}

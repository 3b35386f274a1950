using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>What <c>sources.yaml</c> says about one source: how it proves itself and what its alerts may name.</summary>
/// <param name="Name">Name of the source, as in <c>POST /api/alerts/{source}</c>.</param>
/// <param name="Authentication">The schemes; one of them must be satisfied.</param>
public sealed record Sender(string Name, IReadOnlyList<SourceScheme> Authentication)
{
    /// <summary>Stands for every service of the catalogue.</summary>
    public const string AnyService = "*";

    /// <summary>Whether the source is for one machine alone; such a source stops the start anywhere else.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>Services that its alerts may name; <see cref="AnyService"/> for all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Resources that its alerts may name.</summary>
    public IReadOnlyList<ResourcePattern> Scopes { get; init; } = [];

    /// <summary>How far a signed time may be from ours, both ways; null for the scheme's own default.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>ARNs of the SNS topics that may post, and whose subscription we confirm.</summary>
    public IReadOnlyList<string> SnsTopics { get; init; } = [];

    /// <summary>Origins that a CloudEvents handshake is answered for.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>The name of a scheme's secrets.</summary>
    public string KeyName(SourceScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return scheme.KeyName ?? Name;
    }
}

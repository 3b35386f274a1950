using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Cli.Composition;

/// <summary>
/// The secrets of senders on one machine: those that were given, else the host's own keys of the local key file, so that
/// <c>ops fire</c> and a sender on this machine get in with the key that opens everything else.
/// </summary>
internal sealed class LocalSourceKeys(IReadOnlyDictionary<string, IReadOnlyList<string>> given, Func<FunctionKeys> host) : ISourceKeys
{
    private readonly Dictionary<string, IReadOnlyList<SourceKey>> _given =
        given.ToDictionary(g => g.Key, g => (IReadOnlyList<SourceKey>)[.. g.Value.Select(v => new SourceKey(v))], StringComparer.Ordinal);

    // The key file is opened when the host starts, after everything is registered.
    private readonly Lazy<IReadOnlyList<SourceKey>> _host = new(() => [new SourceKey(host().HostKey), new SourceKey(host().MasterKey)]);

    /// <inheritdoc/>
    public IReadOnlyList<SourceKey> Find(string name) => _given.GetValueOrDefault(name) ?? _host.Value;
}

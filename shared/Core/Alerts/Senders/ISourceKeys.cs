namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>The secrets of senders by the name that <c>sources.yaml</c> gives. The catalogue holds names, never values.</summary>
public interface ISourceKeys
{
    /// <summary>The most keys of one name that are active at once: the new one and the one that it replaces.</summary>
    const int MaxActive = 2;

    /// <summary>The active keys of a name; none when there are none, which closes the scheme.</summary>
    IReadOnlyList<SourceKey> Find(string name);
}

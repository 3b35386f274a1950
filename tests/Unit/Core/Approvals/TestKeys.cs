using OpsAutomation.Core.Approvals;

namespace OpsAutomation.Unit.Core.Approvals;

/// <summary>Keys with fixed secrets.</summary>
internal sealed class TestKeys(string current, params LinkKey[] keys) : ILinkKeys
{
    public LinkKey Current => Find(current)!;

    public LinkKey? Find(string id) => Array.Find(keys, k => string.Equals(k.Id, id, StringComparison.Ordinal));

    internal static LinkKey Key(string id, byte fill) => new(id, Enumerable.Repeat(fill, 32).ToArray());
}

using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>What one message of a body holds: its alerts, made one by one while they are counted, or why it cannot be taken.</summary>
/// <param name="Items">The alerts; enumerated once.</param>
/// <param name="Problem">What its sender must correct, or null.</param>
/// <param name="Handshake">The handshake that the message is, or null.</param>
internal sealed record MessageSplit(IEnumerable<SplitItem> Items, SplitProblem? Problem, SourceHandshake? Handshake)
{
    /// <summary>Alerts.</summary>
    public static MessageSplit Of(IEnumerable<SplitItem> items, SourceHandshake? handshake = null) => new(items, null, handshake);

    /// <summary>One alert.</summary>
    public static MessageSplit Of(SplitItem item, SourceHandshake? handshake = null) => new([item], null, handshake);

    /// <summary>One alert, which is named by its event where the sender names one, else by its content.</summary>
    public static MessageSplit Of(string source, JsonElement body, IReadOnlyList<string?>? eventNames = null) =>
        Of(new SplitItem(eventNames is null ? DerivedId.OfContent(source, body) : DerivedId.Of(source, ["event", .. eventNames]), body));

    /// <summary>A message that the sender must correct.</summary>
    public static MessageSplit Refuse(string field, string message, int status = 400) => new([], new SplitProblem(field, message, status), null);
}

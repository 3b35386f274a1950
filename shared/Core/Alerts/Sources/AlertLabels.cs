using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// Labels in bounds: at most 64, names up to 128 and values up to 512 characters. Ours come first, so that a flood of a
/// sender's own cannot push them out; the names that decisions read (<c>azure.</c>, <c>ops.</c>, <c>dedupKey</c>) are only ours.
/// </summary>
internal sealed class AlertLabels
{
    private const int MaxLabels = 64;
    private const string Assumed = "ops.assumed";

    /// <summary>The label with the key that a pager groups by: it tells our own notices from news.</summary>
    public const string DedupKey = "dedupKey";

    private readonly Dictionary<string, string> _ours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _senders = new(StringComparer.Ordinal);

    /// <summary>Adds a label of ours unless there is no value.</summary>
    public void Add(string name, string? value) => Put(_ours, name, value);

    /// <summary>Adds the scalar properties of a sender's object, except names that are ours and values that are secrets.</summary>
    public void AddAll(JsonFields properties, string prefix = "")
    {
        foreach (var property in properties.Properties.Take(MaxLabels))
        {
            AddSenders(prefix + property.Name, JsonFields.TextOf(property.Value, 512));
        }
    }

    /// <summary>Adds one label of the sender's own, unless its name is ours.</summary>
    public void AddSenders(string name, string? value)
    {
        if (!IsOurs(name))
        {
            Put(_senders, name, value is not null && SecretNames.IsSecret(name) ? Redaction.Mark : value);
        }
    }

    /// <summary>Whether decisions read the name, so that no sender may write it.</summary>
    public static bool IsOurs(string name) =>
        name.StartsWith("ops.", StringComparison.OrdinalIgnoreCase) || name.StartsWith("azure.", StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, DedupKey, StringComparison.OrdinalIgnoreCase);

    /// <summary>Notes what had to be assumed, for the person who wonders.</summary>
    public void Assume(string what) =>
        _ours[Assumed] = AlertText.Clean(_ours.TryGetValue(Assumed, out var before) ? $"{before}; {what}" : what, 512);

    /// <summary>The labels, as the alert carries them.</summary>
    /// <param name="region">Where the service of the alert runs, for an alert that does not say where it happened; null where that is not known.</param>
    public IReadOnlyDictionary<string, string> ToDictionary(string? region = null) =>
        _ours.Concat(region is null || Region.IsNamed(_ours, _senders) ? [] : [KeyValuePair.Create(Region.Label, region)]).Concat(_senders.Where(s => !_ours.ContainsKey(s.Key))).Take(MaxLabels).ToDictionary(StringComparer.Ordinal);

    private static void Put(Dictionary<string, string> labels, string name, string? value)
    {
        if (value is not null && AlertText.Clean(name, 128) is { Length: > 0 } clean)
        {
            labels.TryAdd(clean, AlertText.Clean(Redaction.Text(value), 512));
        }
    }
}

using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>
/// Labels in bounds: at most 64, names up to 128 and values up to 512 characters. Ours start with <c>azure.</c> or
/// <c>ops.</c> and come first, so that a flood of custom properties cannot push them out.
/// </summary>
internal sealed class AlertLabels
{
    private const int MaxLabels = 64;
    private const string Assumed = "ops.assumed";

    private readonly Dictionary<string, string> _ours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _senders = new(StringComparer.Ordinal);

    /// <summary>Adds a label of ours unless there is no value.</summary>
    public void Add(string name, string? value) => Put(_ours, name, value);

    /// <summary>Adds the scalar properties of a sender's object, except names that are ours and values that are secrets.</summary>
    public void AddAll(JsonFields properties)
    {
        foreach (var property in properties.Properties.Take(MaxLabels))
        {
            var ours = property.Name.StartsWith("ops.", StringComparison.OrdinalIgnoreCase) || property.Name.StartsWith("azure.", StringComparison.OrdinalIgnoreCase);
            if (!ours && JsonFields.TextOf(property.Value, 512) is { } value)
            {
                Put(_senders, property.Name, SecretNames.IsSecret(property.Name) ? Redaction.Mark : value);
            }
        }
    }

    /// <summary>Notes what had to be assumed, for the person who wonders.</summary>
    public void Assume(string what) =>
        _ours[Assumed] = AlertText.Clean(_ours.TryGetValue(Assumed, out var before) ? $"{before}; {what}" : what, 512);

    /// <summary>The labels, as the alert carries them.</summary>
    public IReadOnlyDictionary<string, string> ToDictionary() =>
        _ours.Concat(_senders.Where(s => !_ours.ContainsKey(s.Key))).Take(MaxLabels).ToDictionary(StringComparer.Ordinal);

    private static void Put(Dictionary<string, string> labels, string name, string? value)
    {
        if (value is not null && AlertText.Clean(name, 128) is { Length: > 0 } clean)
        {
            labels.TryAdd(clean, AlertText.Clean(Redaction.Text(value), 512));
        }
    }
}

using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// The dimensions that make a condition of a sender's labels. In bounds, yet different labels stay different: what is cut
/// off is there as a hash, for two conditions that are merged leave one unattended.
/// </summary>
internal static class Identity
{
    private const int MaxDimensions = 32;
    private const int MaxValue = 256;
    private const int MaxName = 128;

    /// <summary>Makes dimensions of the labels that are not left out.</summary>
    public static Dictionary<string, string> Of(JsonFields labels, Func<string, bool> leaveOut)
    {
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = new List<string>();
        foreach (var property in labels.Properties.Where(p => !leaveOut(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (JsonFields.TextOf(property.Value, int.MaxValue) is not { } value)
            {
                continue;
            }

            value = SecretNames.IsSecret(property.Name) ? Redaction.Mark : Redaction.Text(value);
            if (dimensions.Count == MaxDimensions || !dimensions.TryAdd(Bounded(property.Name, MaxName), Bounded(value, MaxValue)))
            {
                rest.AddRange([property.Name, value]);
            }
        }

        if (rest.Count > 0)
        {
            dimensions["ops.more"] = LengthPrefixedHash.Hex(16, rest);
        }

        return dimensions;
    }

    /// <summary>The text in at most so many characters; a cut ends in a hash of the whole.</summary>
    public static string Bounded(string text, int maxLength)
    {
        var clean = AlertText.Clean(text, maxLength);
        return text.Length <= maxLength ? clean : $"{AlertText.Clean(text, maxLength - 14)}~{LengthPrefixedHash.Hex(12, text)}";
    }
}

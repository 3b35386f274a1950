namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// The words for severity in the labels and priorities of many senders, on Azure Monitor's scale. <c>P1</c> is the most
/// urgent priority of most pagers, while <c>sev0</c> counts from zero; <c>page</c> is the word of Google's SRE workbook for
/// "wake somebody", and <c>none</c> that of the Watchdog rule of kube-prometheus.
/// </summary>
internal static class SeverityNames
{
    private static readonly Dictionary<string, Severity> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["critical"] = Severity.Sev0,
        ["crit"] = Severity.Sev0,
        ["fatal"] = Severity.Sev0,
        ["emergency"] = Severity.Sev0,
        ["disaster"] = Severity.Sev0,
        ["page"] = Severity.Sev0,
        ["p0"] = Severity.Sev0,
        ["p1"] = Severity.Sev0,
        ["sev0"] = Severity.Sev0,
        ["error"] = Severity.Sev1,
        ["err"] = Severity.Sev1,
        ["high"] = Severity.Sev1,
        ["major"] = Severity.Sev1,
        ["p2"] = Severity.Sev1,
        ["sev1"] = Severity.Sev1,
        ["warning"] = Severity.Sev2,
        ["warn"] = Severity.Sev2,
        ["medium"] = Severity.Sev2,
        ["minor"] = Severity.Sev2,
        ["ticket"] = Severity.Sev2,
        ["p3"] = Severity.Sev2,
        ["sev2"] = Severity.Sev2,
        ["info"] = Severity.Sev3,
        ["information"] = Severity.Sev3,
        ["informational"] = Severity.Sev3,
        ["notice"] = Severity.Sev3,
        ["low"] = Severity.Sev3,
        ["p4"] = Severity.Sev3,
        ["sev3"] = Severity.Sev3,
        ["none"] = Severity.Sev4,
        ["debug"] = Severity.Sev4,
        ["verbose"] = Severity.Sev4,
        ["p5"] = Severity.Sev4,
        ["sev4"] = Severity.Sev4,
    };

    /// <summary>The severity that a word stands for, or null when it is none that we know.</summary>
    public static Severity? Read(string? word) => word is not null && Known.TryGetValue(word.Trim(), out var severity) ? severity : null;

    /// <summary>The severity of a word; Sev3 with a note where there is none, or none that we know.</summary>
    public static Severity Read(string? word, string field, AlertLabels notes)
    {
        if (Read(word) is { } severity)
        {
            return severity;
        }

        notes.Assume(word is null ? $"no {field} was sent; Sev3 is taken" : $"the {field} '{AlertText.Clean(word, 64)}' is not known; Sev3 is taken");
        return Severity.Sev3;
    }
}

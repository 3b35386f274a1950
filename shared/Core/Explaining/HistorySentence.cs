using System.Globalization;
using System.Text;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Core.Explaining;

/// <summary>The history of an alert's dispositions in a sentence: <c>Suppressed at 12:00, then opened INC-1 at 14:00 (UTC).</c></summary>
public static class HistorySentence
{
    // A flapping alert may have hundreds: the first and the last tell the story.
    private const int MaxLast = 5;

    /// <summary>The sentence.</summary>
    /// <param name="dispositions">Oldest first.</param>
    public static string Of(IReadOnlyList<Disposition> dispositions)
    {
        ArgumentNullException.ThrowIfNull(dispositions);
        if (dispositions.Count == 0)
        {
            return "Accepted, not yet decided.";
        }

        var date = dispositions[0].At.UtcDateTime.Date != dispositions[^1].At.UtcDateTime.Date;
        var left = dispositions.Count - 1 - MaxLast;
        var text = new StringBuilder();
        foreach (var (index, disposition) in dispositions.Index())
        {
            if (index > 0 && index <= left)
            {
                text.Append(index == 1 ? string.Create(CultureInfo.InvariantCulture, $", then {left} more") : string.Empty);
                continue;
            }

            var words = Words(disposition);
            text.Append(index == 0 ? words : $", then {char.ToLowerInvariant(words[0])}{words[1..]}")
                .Append(" at ").Append(disposition.At.UtcDateTime.ToString(date ? "yyyy-MM-dd HH:mm" : "HH:mm", CultureInfo.InvariantCulture));
        }

        return text.Append(" (UTC).").ToString();
    }

    private static string Words(Disposition disposition) => disposition.Kind switch
    {
        DispositionKind.Opened => $"Opened {disposition.IncidentId}",
        DispositionKind.Merged => $"Merged into {disposition.IncidentId}",
        DispositionKind.Suppressed when HidingMark.Of(disposition) is { } mark => $"Suppressed by {mark.Kind} {mark.Name}",
        DispositionKind.DeadLettered => "Dead-lettered",
        _ => disposition.Kind.ToString(),
    };
}

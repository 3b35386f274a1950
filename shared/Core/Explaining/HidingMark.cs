using System.Text.RegularExpressions;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Core.Explaining;

/// <summary>What hid an alert, as its disposition's reason names it.</summary>
/// <param name="Kind"><c>silence</c> or <c>maintenance window</c>.</param>
/// <param name="Name">Its id or name.</param>
public sealed partial record HidingMark(string Kind, string Name)
{
    /// <summary>The silence or window that a suppressed alert's reason names, or null.</summary>
    public static HidingMark? Of(Disposition disposition)
    {
        ArgumentNullException.ThrowIfNull(disposition);
        return disposition.Kind == DispositionKind.Suppressed && Mark().Match(disposition.Reason) is { Success: true } match
            ? new HidingMark(match.Groups["kind"].Value.ToLowerInvariant(), match.Groups["name"].Value)
            : null;
    }

    // As Suppression.MarkOf writes it: the kind, the name, and then who.
    [GeneratedRegex(@"\b(?<kind>silence|maintenance window) (?<name>[A-Za-z0-9._-]{1,100}) (?:by|of) ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Mark();
}

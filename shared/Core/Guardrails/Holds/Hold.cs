using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails.Holds;

/// <summary>A person works on something: automation keeps off until then.</summary>
/// <param name="Resource">ARM id, lower case, of a resource, a resource group or a subscription; it covers everything below it.</param>
/// <param name="Until">When it ends by itself.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When it was placed.</param>
public sealed record Hold(string Resource, DateTimeOffset Until, string By, string Reason, DateTimeOffset At)
{
    /// <summary>The longest hold: 30 days. What must stay away for longer is protected in the catalogue.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>
    /// Whether it keeps automation off a resource now: off what it names, off all below, and off a resource that contains it, since
    /// a change of a scale set or a site reaches the instance or the slot that a person works on.
    /// </summary>
    public bool Covers(string resource, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return now < Until && ArmKinship.Touch(resource, Resource);
    }
}

/// <summary>One line of the log of holds: who placed or released what, when and why.</summary>
/// <param name="Hold">The hold.</param>
/// <param name="Released">Whether it was released, instead of placed.</param>
/// <param name="By">Who did it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record HoldChange(Hold Hold, bool Released, string By, string Reason, DateTimeOffset At);

/// <summary>What became of asking for a hold or for its end.</summary>
/// <param name="Done">Whether it stands, or is gone.</param>
/// <param name="Field">The field that is wrong, or null.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="Hold">The hold, or null.</param>
public sealed record HoldResult(bool Done, string? Field, string Reason, Hold? Hold = null);

using OpsAutomation.Core.ChatOps;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Pages.ChatOps;

/// <summary>The page that asks once more before something is done about an incident.</summary>
/// <param name="Context">What every page knows.</param>
/// <param name="Act">What: one of <see cref="Acts"/>.</param>
/// <param name="Head">The incident.</param>
public sealed record ActPageModel(PageContext Context, string Act, Incident Head)
{
    /// <summary>Field with the signed token.</summary>
    public const string TokenField = "t";

    /// <summary>Field with the anti-forgery value.</summary>
    public const string AntiForgeryField = "antiforgery";

    /// <summary>Field with the local user.</summary>
    public const string UserField = "user";

    /// <summary>Field with the reason.</summary>
    public const string ReasonField = "reason";

    /// <summary>Field with the length.</summary>
    public const string ForField = "for";

    /// <summary>Field with the playbook.</summary>
    public const string PlaybookField = "playbook";

    /// <summary>Field that widens a stop to everything.</summary>
    public const string EverythingField = "everything";

    /// <summary>Where the form is posted to; null where there is no form any more.</summary>
    public string? PostTo { get; init; }

    /// <summary>The token.</summary>
    public string Token { get; init; } = string.Empty;

    /// <summary>The anti-forgery value.</summary>
    public string AntiForgery { get; init; } = string.Empty;

    /// <summary>Local users to choose from; null where the reader is signed in.</summary>
    public IReadOnlyList<string>? LocalUsers { get; init; }

    /// <summary>The playbooks to choose from.</summary>
    public IReadOnlyList<string> Playbooks { get; init; } = [];

    /// <summary>What a silence would have hidden, or null.</summary>
    public SilencePreview? Preview { get; init; }

    /// <summary>What is wrong, or null.</summary>
    public string? Error { get; init; }

    /// <summary>What was done, or null.</summary>
    public string? Done { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public string Explanation => Act switch
    {
        Acts.Acknowledge => "You have it in hand: nobody else is paged, unless it gets graver or nobody touches it for long.",
        Acts.Snooze => "Nobody is paged for it before the time that you choose. It ends by itself, and at once where it gets graver.",
        Acts.Silence => "What fires by the same rule on the same thing is hidden until the time that you choose; what still fires at the end is told then.",
        Acts.Escalate => "The next level of the escalation is told now.",
        Acts.Playbook => "The playbook that you choose is planned, and the plan is put to those who approve. Nothing runs before.",
        Acts.DrillSeen => "This is a drill: that you have seen it is recorded, with the time. Nothing is changed.",
        Acts.DrillApprove => "This is a drill: an action that changes nothing is carried out, and your answer is recorded with the time.",
        Acts.DrillReject => "This is a drill: nothing is carried out, and your answer is recorded with the time.",
        _ => "Automation begins nothing more for this incident, and its resource is held for four hours. What is under way is looked after to its end.",
    };

    /// <summary>Whether a length is asked for.</summary>
    public bool AsksLength => Act is Acts.Snooze or Acts.Silence;

    /// <summary>Whether a reason is asked for.</summary>
    public bool AsksReason => Act != Acts.Acknowledge && !IsDrill;

    /// <summary>Whether it is of a drill, which has no page of an incident.</summary>
    public bool IsDrill => Acts.OfDrills.Any(a => a.Name == Act);
}

using OpsAutomation.Core.Approvals;

namespace OpsAutomation.Pages.Approvals;

/// <summary>Which of the two links of the message the reader followed. It changes nothing but the order of the buttons.</summary>
public enum Leaning
{
    /// <summary>Neither.</summary>
    None,

    /// <summary>The approve link.</summary>
    Approve,

    /// <summary>The reject link.</summary>
    Reject,
}

/// <summary>A named local user of the embedded flavor, who can be chosen without signing in.</summary>
/// <param name="Name">The name that is posted.</param>
/// <param name="Description">Role or full name, for a person; may be empty.</param>
public sealed record LocalUser(string Name, string Description);

/// <summary>The form of an open request.</summary>
public sealed record ApprovalForm
{
    /// <summary>Field with the signed token.</summary>
    public const string TokenField = "token";

    /// <summary>Field with the anti-forgery value.</summary>
    public const string AntiForgeryField = "antiforgery";

    /// <summary>Field with the decision: <see cref="ApproveValue"/> or <see cref="RejectValue"/>.</summary>
    public const string DecisionField = "decision";

    /// <summary>Field with the local user's name; absent where a sign-in says who it is.</summary>
    public const string UserField = "user";

    /// <summary>Field with the reason.</summary>
    public const string ReasonField = "reason";

    /// <summary>Field with what to do instead, beside a rejection; may be empty.</summary>
    public const string InstructionField = "instruction";

    /// <summary>Value of the decision field for yes.</summary>
    public const string ApproveValue = "approve";

    /// <summary>Value of the decision field for no.</summary>
    public const string RejectValue = "reject";

    /// <summary>Longest reason in characters.</summary>
    public const int LongestReason = ApprovalDesk.MaxReason;

    /// <summary>Where it posts to; a path of our origin.</summary>
    public required string PostTo { get; init; }

    /// <summary>The signed token of the link.</summary>
    public required string Token { get; init; }

    /// <summary>The anti-forgery value.</summary>
    public required string AntiForgery { get; init; }

    /// <summary>Local users to choose from, embedded flavor alone; null where the reader is signed in.</summary>
    public IReadOnlyList<LocalUser>? LocalUsers { get; init; }

    /// <summary>Which link the reader followed.</summary>
    public Leaning Leaning { get; init; }

    /// <summary>What the reader typed before, after a post that was not accepted.</summary>
    public string? Reason { get; init; }

    /// <summary>What the reader wanted done instead, after a post that was not accepted.</summary>
    public string? Instruction { get; init; }

    /// <summary>Whom the reader chose before, after a post that was not accepted.</summary>
    public string? User { get; init; }

    /// <summary>What was wrong with that post, by field; fields other than user and reason stand for the whole form.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

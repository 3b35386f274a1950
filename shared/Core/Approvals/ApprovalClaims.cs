using System.Security.Cryptography;

namespace OpsAutomation.Core.Approvals;

/// <summary>What a signed link says. It names what is to be decided; it gives nobody the right to decide.</summary>
/// <param name="Purpose">Always <see cref="ApprovePurpose"/> here: a link for one purpose serves no other.</param>
/// <param name="Environment">The environment that signed it.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="StepId">The step.</param>
/// <param name="ApprovalId">The request for approval.</param>
/// <param name="PlanHash">The plan that is shown.</param>
/// <param name="Expires">Until when the link is good; whole seconds.</param>
public sealed record ApprovalClaims(
    string Purpose,
    string Environment,
    string IncidentId,
    string StepId,
    string ApprovalId,
    string PlanHash,
    DateTimeOffset Expires)
{
    /// <summary>The purpose of links to the approval page.</summary>
    public const string ApprovePurpose = "approve";
}

/// <summary>Why a link is not accepted.</summary>
public enum LinkProblem
{
    /// <summary>It is not one of ours, or was cut off.</summary>
    Malformed,

    /// <summary>Signed with a key that is not known, or not any more.</summary>
    UnknownKey,

    /// <summary>The signature does not fit.</summary>
    Forged,

    /// <summary>It was good once.</summary>
    Expired,

    /// <summary>Signed by another environment.</summary>
    WrongEnvironment,

    /// <summary>Signed for something else.</summary>
    WrongPurpose,

    /// <summary>Signed with an older key after a newer one had taken its place.</summary>
    Downgraded,

    /// <summary>It was taken back: this link, every link of its incident so far, or everything that its key signed.</summary>
    Revoked,
}

/// <summary>Whether a link is good.</summary>
/// <param name="Claims">What it says; null unless it is good.</param>
/// <param name="Problem">Why it is not, or null.</param>
/// <param name="Reason">For the person who opened it.</param>
public sealed record LinkVerdict(ApprovalClaims? Claims, LinkProblem? Problem, string Reason)
{
    /// <summary>What tells this link from others; null unless it is good.</summary>
    public LinkMark? Mark { get; init; }
}

/// <summary>What tells one link from every other, without being a link.</summary>
/// <param name="Id">Start of the SHA-256 of what was signed, 32 hex digits. Who knows it cannot make the link from it.</param>
/// <param name="KeyId">The key that signed it.</param>
/// <param name="IssuedAt">When it was signed; whole seconds.</param>
public sealed record LinkMark(string Id, string KeyId, DateTimeOffset IssuedAt)
{
    internal static LinkMark Of(byte[] payload, LinkKey key, DateTimeOffset issued) => new(Convert.ToHexStringLower(SHA256.HashData(payload))[..32], key.Id, issued);
}

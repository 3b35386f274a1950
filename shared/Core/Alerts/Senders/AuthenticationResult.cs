namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>How a check of a proof ended.</summary>
public enum AuthenticationOutcome
{
    /// <summary>The request brings no proof of this scheme.</summary>
    Absent,

    /// <summary>There is a proof, and it is not good.</summary>
    Refused,

    /// <summary>It cannot be told now, since keys of somebody else cannot be had: the sender may come back.</summary>
    Unavailable,

    /// <summary>Proved.</summary>
    Accepted,
}

/// <summary>How a check ended, and why. The reason is for our log: it holds no part of a secret, and the caller is not told.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Scheme">The scheme's word.</param>
/// <param name="Reason">Why, in fixed words.</param>
public sealed record AuthenticationResult(AuthenticationOutcome Outcome, string Scheme, string Reason)
{
    /// <summary>Whether the sender proved itself.</summary>
    public bool IsAccepted => Outcome == AuthenticationOutcome.Accepted;

    /// <summary>There is no proof of this scheme.</summary>
    public static AuthenticationResult Absent(SourceScheme scheme) => Of(AuthenticationOutcome.Absent, scheme, "nothing brought");

    /// <summary>Not good.</summary>
    public static AuthenticationResult Refused(SourceScheme scheme, string reason) => Of(AuthenticationOutcome.Refused, scheme, reason);

    /// <summary>Cannot be told now.</summary>
    public static AuthenticationResult Unavailable(SourceScheme scheme, string reason) => Of(AuthenticationOutcome.Unavailable, scheme, reason);

    /// <summary>Proved.</summary>
    public static AuthenticationResult Accepted(SourceScheme scheme) => Of(AuthenticationOutcome.Accepted, scheme, "proved");

    private static AuthenticationResult Of(AuthenticationOutcome outcome, SourceScheme scheme, string reason)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return new AuthenticationResult(outcome, scheme.Word, reason);
    }
}

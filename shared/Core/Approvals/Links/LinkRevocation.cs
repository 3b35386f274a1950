namespace OpsAutomation.Core.Approvals.Links;

/// <summary>How much is taken back.</summary>
public enum RevokedWhat
{
    /// <summary>One link.</summary>
    Link,

    /// <summary>Every link of one incident that was signed up to then; the next request has links that work.</summary>
    Incident,

    /// <summary>Everything that one key signed, whenever.</summary>
    Key,
}

/// <summary>Something that was taken back.</summary>
/// <param name="What">How much.</param>
/// <param name="Target">The link's mark, the incident's id or the key's id.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="Until">When nothing that it holds for can be alive any more; null for ever.</param>
public sealed record LinkRevocation(RevokedWhat What, string Target, string By, string Reason, DateTimeOffset At, DateTimeOffset? Until)
{
    /// <summary>What whoever opens such a link is told.</summary>
    public string Words => $"This link was taken back by {By}: {Reason}";

    /// <summary>Whether it holds for a link.</summary>
    public bool HoldsFor(LinkMark mark, string incidentId) => What switch
    {
        RevokedWhat.Link => string.Equals(Target, mark.Id, StringComparison.Ordinal),
        RevokedWhat.Incident => string.Equals(Target, incidentId, StringComparison.Ordinal) && mark.IssuedAt <= At,
        _ => string.Equals(Target, mark.KeyId, StringComparison.Ordinal),
    };
}

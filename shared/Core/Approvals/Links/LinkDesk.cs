namespace OpsAutomation.Core.Approvals.Links;

/// <summary>Opens the links that people bring: signed by us, still good, and not taken back.</summary>
public sealed class LinkDesk(LinkSigner signer, LinkRevocations revocations)
{
    /// <summary>Opens a link.</summary>
    /// <param name="token">What somebody brought.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<LinkVerdict> OpenAsync(string? token, CancellationToken cancellationToken = default)
    {
        var verdict = signer.Open(token);
        return verdict is { Claims: { } claims, Mark: { } mark } && await revocations.FindAsync(mark, claims.IncidentId, cancellationToken) is { } revoked
            ? LinkSigner.Refuse(LinkProblem.Revoked) with { Reason = revoked.Words }
            : verdict;
    }

    /// <summary>Takes one link back. One that is not good any more needs no taking back.</summary>
    /// <param name="token">The link's token, or the whole link.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was taken back, or null with the reason why there is nothing to take back.</returns>
    public async Task<(LinkRevocation? Revocation, string Reason)> RevokeAsync(string token, string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var verdict = signer.Open(TokenOf(token));
        return verdict.Mark is { } mark
            ? (await revocations.RevokeAsync(RevokedWhat.Link, mark.Id, by, reason, cancellationToken), string.Empty)
            : (null, verdict.Reason);
    }

    // A link may lead through the sign-in, which carries ours escaped; a token itself has nothing to escape.
    private static string TokenOf(string text)
    {
        const string Before = "?t=";
        var plain = Uri.UnescapeDataString(text.Trim());
        var at = plain.IndexOf(Before, StringComparison.Ordinal);
        return at < 0 ? plain : plain[(at + Before.Length)..].Split('&', '#')[0];
    }
}

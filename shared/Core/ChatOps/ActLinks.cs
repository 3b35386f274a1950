using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;

namespace OpsAutomation.Core.ChatOps;

/// <summary>Opens the links of messages that people bring: signed by us, still good, and not taken back.</summary>
public sealed class ActLinks(ActSigner signer, LinkRevocations revocations)
{
    /// <summary>Opens a link.</summary>
    /// <param name="token">What somebody brought.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ActVerdict> OpenAsync(string? token, CancellationToken cancellationToken = default)
    {
        var verdict = signer.Open(token);
        return verdict is { Claims: { } claims, Mark: { } mark } && await revocations.FindAsync(mark, claims.IncidentId, cancellationToken) is { } revoked
            ? ActSigner.Refuse(LinkProblem.Revoked) with { Reason = revoked.Words }
            : verdict;
    }
}

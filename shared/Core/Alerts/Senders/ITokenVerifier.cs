namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>Judges tokens of Microsoft Entra ID. What cannot be told is never accepted.</summary>
public interface ITokenVerifier
{
    /// <summary>Judges one token: signature, issuer, audience, lifetime, client, role.</summary>
    Task<AuthenticationResult> VerifyAsync(SourceScheme.Entra scheme, string token, CancellationToken cancellationToken);
}

namespace OpsAutomation.Core.Alerts.Senders.Sns;

/// <summary>The two requests to Amazon SNS that a signed message may lead to. Addresses come from <see cref="SnsAddresses"/> alone.</summary>
public interface ISnsDoor
{
    /// <summary>Gets a signing certificate as PEM, or null when it cannot be had now. No redirect is followed.</summary>
    Task<string?> CertificateAsync(Uri address, CancellationToken cancellationToken);

    /// <summary>Confirms a subscription; false when it could not be done now. No redirect is followed.</summary>
    Task<bool> ConfirmAsync(Uri address, CancellationToken cancellationToken);
}

using System.Globalization;

namespace OpsAutomation.Core.Alerts.Senders.Sns;

/// <summary>Judges an envelope of SNS: topic allow-listed, published within the window, certificate's address allowed, signature good.</summary>
internal static class SnsVerifier
{
    /// <summary>How old a message may be when the source says nothing: SNS itself tries for about an hour by default.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(1);

    public static async Task<AuthenticationResult> VerifyAsync(
        SourceScheme.Sns scheme, Sender sender, ReadOnlyMemory<byte> body, ISnsDoor door, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (SnsMessage.Read(body) is not { } message)
        {
            return AuthenticationResult.Absent(scheme);
        }

        // Everything that costs nothing is looked at before anything is fetched.
        if (!sender.SnsTopics.Contains(message.TopicArn, StringComparer.Ordinal))
        {
            return AuthenticationResult.Refused(scheme, "a topic that is not allow-listed");
        }

        if (!DateTimeOffset.TryParse(message.Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || (now - time).Duration() > (sender.Window ?? DefaultWindow))
        {
            return AuthenticationResult.Refused(scheme, "published outside of the window: a replay, or a clock that is wrong");
        }

        if (SnsAddresses.Certificate(message) is not { } address)
        {
            return AuthenticationResult.Refused(scheme, "a certificate at an address that is not allowed");
        }

        return await door.CertificateAsync(address, cancellationToken) is not { } pem
            ? AuthenticationResult.Unavailable(scheme, "the signing certificate cannot be had")
            : SnsSignature.Verify(message, pem, now)
                ? AuthenticationResult.Accepted(scheme)
                : AuthenticationResult.Refused(scheme, "no signature of Amazon's certificate");
    }
}

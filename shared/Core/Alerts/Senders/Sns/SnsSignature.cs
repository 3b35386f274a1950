using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsAutomation.Core.Alerts.Senders.Sns;

/// <summary>Checks the signature of an envelope with a certificate that came from Amazon's own host.</summary>
public static class SnsSignature
{
    private const int MinKeyBits = 2048;

    /// <summary>Whether the certificate is valid at this time and has signed the message.</summary>
    public static bool Verify(SnsMessage message, string certificatePem, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(certificatePem);
        HashAlgorithmName? hash = message.SignatureVersion switch
        {
            // Amazon's first version; a topic can be set to the second, which docs/senders.md asks for.
            "1" => HashAlgorithmName.SHA1,
            "2" => HashAlgorithmName.SHA256,
            _ => null,
        };
        if (hash is not { } algorithm)
        {
            return false;
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(certificatePem);
            using var key = certificate.GetRSAPublicKey();
            var signature = Convert.FromBase64String(message.Signature);
            return key is not null
                && key.KeySize >= MinKeyBits
                && certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime
                && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime()
                && string.Equals(Convert.ToBase64String(signature), message.Signature, StringComparison.Ordinal)
                && key.VerifyData(message.SignedBytes(), signature, algorithm, RSASignaturePadding.Pkcs1);
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}

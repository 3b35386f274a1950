using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.SimulatedAzure.Secrets;

/// <summary>
/// Values of secrets that Azure makes up, as a function of seed and purpose: they look real and open nothing. What real Azure
/// shows once and keeps as a hash is not kept here either.
/// </summary>
internal static class SecretText
{
    /// <summary>A client secret in the shape of Entra ID: 40 characters, the fourth to sixth always <c>8Q~</c>.</summary>
    public static string OfApplication(int seed, string keyId)
    {
        var text = Convert.ToBase64String(Hash(seed, "password", keyId, 48)).Replace('+', '.').Replace('/', '~');
        return string.Concat(text.AsSpan(0, 3), "8Q~", text.AsSpan(3, 34));
    }

    /// <summary>An access key in the shape of a storage account's: 64 bytes in Base64.</summary>
    public static string OfAccount(int seed, string account, string keyName, long made) =>
        Convert.ToBase64String(Hash(seed, account.ToLowerInvariant(), $"{keyName}-{made.ToString(CultureInfo.InvariantCulture)}", 64));

    private static byte[] Hash(int seed, string what, string name, int length) => HKDF.DeriveKey(
        HashAlgorithmName.SHA512, Encoding.UTF8.GetBytes($"simulated {seed}"), length, info: Encoding.UTF8.GetBytes($"{what}\n{name}"));
}

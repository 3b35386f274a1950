using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Integrations.Records.Tables.Access;

/// <summary>
/// Shared Key authorization of the Table service (learn.microsoft.com, "Authorize with Shared Key", section "Table service").
/// The signature covers verb, Content-MD5, Content-Type, date and resource; not the other headers.
/// </summary>
internal sealed class SharedKey(string account, byte[] key)
{
    /// <summary>The account's name.</summary>
    public string Account { get; } = account;

    /// <summary>What is signed.</summary>
    /// <param name="verb">GET, POST and so on.</param>
    /// <param name="contentMd5">The header's value, or empty.</param>
    /// <param name="contentType">The header's value, or empty.</param>
    /// <param name="date">The value of <c>x-ms-date</c>.</param>
    /// <param name="address">The address as it is sent.</param>
    public string StringToSign(string verb, string contentMd5, string contentType, string date, Uri address) =>
        $"{verb}\n{contentMd5}\n{contentType}\n{date}\n/{Account}{address.AbsolutePath}{Component(address.Query)}";

    /// <summary>The value of the Authorization header.</summary>
    public string Authorization(string stringToSign) =>
        $"SharedKey {Account}:{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign)))}";

    /// <summary>The account's name; never the key.</summary>
    public override string ToString() => Account;

    // Of the query only `comp` is signed.
    private static string Component(string query) =>
        query.TrimStart('?').Split('&').FirstOrDefault(pair => pair.StartsWith("comp=", StringComparison.Ordinal)) is { } component ? $"?{component}" : string.Empty;
}

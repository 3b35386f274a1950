using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OpsAutomation.Functions.Hosting;

/// <summary>
/// Named users of the embedded flavor. Whoever reaches the loopback port may choose any of them, so the pages say that
/// this proves nothing; it exists to try four-eyes rules on one machine. A request with a bearer token is that user's whose
/// token it is, and nobody else's: the tokens lie in a file that the owner of the machine's data alone can read.
/// </summary>
/// <param name="names">The names that the catalogue's routing knows.</param>
/// <param name="tokens">The token of each, or null where there are none.</param>
public sealed class LocalUsers(IReadOnlyList<string> names, IReadOnlyDictionary<string, string>? tokens = null) : IUserSource
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    IReadOnlyList<string> IUserSource.LocalUsers => names;

    /// <inheritdoc/>
    public OpsUser? Identify(HttpRequest request, string? chosen)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = Token(request) is not { } token ? chosen
            : Owner(token) is { } owner && (string.IsNullOrEmpty(chosen) || string.Equals(owner, chosen, StringComparison.Ordinal)) ? owner
            : null;
        return name is not null && names.Contains(name, StringComparer.Ordinal) ? new OpsUser(name, Local: true) : null;
    }

    /// <inheritdoc/>
    public string? WhyNobody(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Token(request) is { } token && Owner(token) is null ? "The bearer token is nobody's here." : null;
    }

    private static string? Token(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;

    private string? Owner(string token)
    {
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        return tokens?.FirstOrDefault(t => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(t.Value)), given)).Key;
    }
}

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Integrations.Entra;

/// <summary>
/// Judges tokens of Microsoft Entra ID: RS256 by a key of the tenant, the tenant as issuer (both versions of tokens), our
/// audience, a lifetime on our clock, and a client or role that the source allows.
/// </summary>
internal sealed class EntraTokenVerifier(IEntraKeys keys, EntraOptions options, TimeProvider clock) : ITokenVerifier
{
    /// <summary>How wrong clocks may be.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private const int MaxKeyId = 128;

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = SenderRequest.MaxHeader, MapInboundClaims = false };

    /// <inheritdoc/>
    public async Task<AuthenticationResult> VerifyAsync(SourceScheme.Entra scheme, string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        if (Read(token) is not { } read)
        {
            return AuthenticationResult.Refused(scheme, "no token that can be read");
        }

        // What costs nothing is looked at before any key is asked for.
        if (read.Alg != SecurityAlgorithms.RsaSha256 || read.Kid is not { Length: > 0 and <= MaxKeyId } || !Issuers(scheme).Contains(read.Issuer, StringComparer.Ordinal))
        {
            return AuthenticationResult.Refused(scheme, "another issuer, algorithm or no key id");
        }

        if (await keys.FindAsync(scheme.Tenant, read.Kid, cancellationToken) is not { } signing)
        {
            return AuthenticationResult.Unavailable(scheme, "the tenant's keys cannot be had");
        }

        if (signing.Count == 0)
        {
            return AuthenticationResult.Refused(scheme, "signed with a key that the tenant has not");
        }

        var judged = await _handler.ValidateTokenAsync(read, Parameters(scheme, signing));
        return !judged.IsValid
            ? AuthenticationResult.Refused(scheme, Words(judged.Exception))
            : Client(scheme, read);
    }

    private static AuthenticationResult Client(SourceScheme.Entra scheme, JsonWebToken token)
    {
        // appid in tokens of version 1, azp in those of version 2.
        var client = token.TryGetPayloadValue<string>("appid", out var v1) ? v1 : token.TryGetPayloadValue<string>("azp", out var v2) ? v2 : null;
        if (scheme.Apps.Count > 0 && !scheme.Apps.Contains(client, StringComparer.OrdinalIgnoreCase))
        {
            return AuthenticationResult.Refused(scheme, "another client");
        }

        var roles = token.Claims.Where(c => c.Type == "roles").Select(c => c.Value);
        return scheme.Roles.Count > 0 && !roles.Any(r => scheme.Roles.Contains(r, StringComparer.Ordinal))
            ? AuthenticationResult.Refused(scheme, "no role that is asked for")
            : AuthenticationResult.Accepted(scheme);
    }

    private JsonWebToken? Read(string token)
    {
        try
        {
            return _handler.CanReadToken(token) ? _handler.ReadJsonWebToken(token) : null;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException or System.Text.Json.JsonException or FormatException)
        {
            return null;
        }
    }

    private TokenValidationParameters Parameters(SourceScheme.Entra scheme, IReadOnlyList<SecurityKey> signing) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        IssuerSigningKeys = signing,
        ValidIssuers = Issuers(scheme),
        ValidAudiences = scheme.Audiences,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        TryAllIssuerSigningKeys = false,

        // The library's own check reads the machine's clock.
        LifetimeValidator = (from, until, _, _) =>
            until is { } end && clock.GetUtcNow().UtcDateTime < end + Skew && (from is null || clock.GetUtcNow().UtcDateTime >= from - Skew),

        // Keys come and go with their set; a cache of them would outlive it.
        CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
    };

    private string[] Issuers(SourceScheme.Entra scheme) =>
        [$"https://sts.windows.net/{scheme.Tenant}/", new Uri(options.Authority, $"/{scheme.Tenant}/v2.0").AbsoluteUri];

    // By type: the library's messages quote the token.
    private static string Words(Exception? exception) => exception switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException => "not valid at this time",
        SecurityTokenInvalidAudienceException => "for another audience",
        SecurityTokenInvalidIssuerException => "of another issuer",
        _ => "no good signature",
    };
}

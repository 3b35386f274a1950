using Azure.Core;

namespace OpsAutomation.SimulatedAzure.Transport;

/// <summary>Gives opaque tokens of the form <c>sim.{principal}</c>. They open nothing outside the simulation.</summary>
internal sealed class SimulatedCredential(string principal, TimeProvider clock) : TokenCredential
{
    private const string Prefix = "sim.";

    /// <inheritdoc />
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(Prefix + Uri.EscapeDataString(principal), clock.GetUtcNow() + TimeSpan.FromHours(24));

    /// <inheritdoc />
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));

    /// <summary>The principal of a request: that of its token, or the transport's. A foreign token is never stored or shown.</summary>
    public static string PrincipalOf(SimRequest request)
    {
        const string scheme = "Bearer " + Prefix;
        return request.Header("Authorization") is { } header && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? Uri.UnescapeDataString(header[scheme.Length..])
            : request.Principal;
    }
}

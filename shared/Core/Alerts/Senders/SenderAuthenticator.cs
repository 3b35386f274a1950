using OpsAutomation.Core.Alerts.Senders.Signatures;
using OpsAutomation.Core.Alerts.Senders.Sns;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>Judges whether a request comes from the source that it claims to be. One scheme that is satisfied is enough.</summary>
public sealed class SenderAuthenticator(ISourceKeys keys, ITokenVerifier tokens, ISnsDoor sns, TimeProvider clock)
{
    /// <summary>
    /// Judges a request. Where no scheme is satisfied, what could not be told goes before what was refused, and that before
    /// what was not brought.
    /// </summary>
    public async Task<AuthenticationResult> AuthenticateAsync(Sender sender, SenderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(request);
        AuthenticationResult? best = null;
        foreach (var scheme in sender.Authentication)
        {
            var result = await JudgeAsync(sender, scheme, request, cancellationToken);
            if (result.IsAccepted)
            {
                return result;
            }

            best = best is null || Weight(result) > Weight(best) ? result : best;
        }

        return best ?? new AuthenticationResult(AuthenticationOutcome.Refused, "none", "the source has no scheme");
    }

    private static int Weight(AuthenticationResult result) => (int)result.Outcome;

    private Task<AuthenticationResult> JudgeAsync(Sender sender, SourceScheme scheme, SenderRequest request, CancellationToken cancellationToken)
    {
        var active = scheme.NeedsKeys ? keys.Find(sender.KeyName(scheme)) : [];
        return scheme switch
        {
            SourceScheme.None => Task.FromResult(sender.LocalOnly ? AuthenticationResult.Accepted(scheme) : AuthenticationResult.Refused(scheme, "the source is not localOnly")),
            SourceScheme.FunctionKey key => Task.FromResult(SecretSchemes.FunctionKey(key, request, active)),
            SourceScheme.Bearer bearer => Task.FromResult(SecretSchemes.Bearer(bearer, request, active)),
            SourceScheme.Basic basic => Task.FromResult(SecretSchemes.Basic(basic, request, active)),
            SourceScheme.PagerDuty pagerDuty => Task.FromResult(PagerDutySignature.Verify(pagerDuty, request, active)),
            SourceScheme.Grafana grafana => Task.FromResult(GrafanaSignature.Verify(grafana, request, active, sender.Window, clock.GetUtcNow())),
            SourceScheme.Sns message => SnsVerifier.VerifyAsync(message, sender, request.Body, sns, clock.GetUtcNow(), cancellationToken),
            SourceScheme.Entra entra => EntraAsync(entra, request, cancellationToken),
            _ => Task.FromResult(AuthenticationResult.Refused(scheme, "no such scheme")),
        };
    }

    private async Task<AuthenticationResult> EntraAsync(SourceScheme.Entra scheme, SenderRequest request, CancellationToken cancellationToken)
    {
        if (!request.Has("Authorization"))
        {
            return AuthenticationResult.Absent(scheme);
        }

        return request.Authorization("Bearer") is { } token
            ? await tokens.VerifyAsync(scheme, token, cancellationToken)
            : AuthenticationResult.Refused(scheme, "no token that can be read");
    }
}

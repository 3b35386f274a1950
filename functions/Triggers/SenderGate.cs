using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Lets in who proved to be the source, and turns away everybody else with the same answer: which proof was wrong, and how, is
/// for our log. Refusals are counted (<c>ops.intake.refused</c>), and logged once a minute for each source.
/// </summary>
public sealed partial class SenderGate(SenderAuthenticator authenticator, TimeProvider clock, ILogger<SenderGate> logger)
{
    /// <summary>The meter of the intake's door.</summary>
    public const string MeterName = "OpsAutomation.Intake";

    /// <summary>Counts requests that were turned away.</summary>
    public const string RefusedMetric = "ops.intake.refused";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(RefusedMetric, "{request}", "Requests that did not prove to come from their source.");

    private readonly RefusalPace _pace = new(clock);

    /// <summary>Judges a request.</summary>
    /// <returns>The answer to send instead, or null; and how the sender proved itself.</returns>
    public async Task<(IActionResult? Answer, AuthenticationResult Result)> AdmitAsync(
        HttpRequest request, Sender sender, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sender);
        var result = await authenticator.AuthenticateAsync(sender, Read(request, body), cancellationToken);
        if (result.IsAccepted)
        {
            return (null, result);
        }

        Refusals.Add(1, new("source", sender.Name), new("scheme", result.Scheme), new("outcome", result.Outcome.ToString()));
        if (_pace.Count(sender.Name) is > 0 and var count)
        {
            Refused(logger, count, sender.Name, result.Scheme, result.Reason);
        }

        if (result.Outcome == AuthenticationOutcome.Unavailable)
        {
            return (Problems.Unavailable(request.HttpContext.Response, "Your proof cannot be checked now; send it again."), result);
        }

        request.HttpContext.Response.Headers.WWWAuthenticate = Challenges(sender);
        return (Problems.Problem(StatusCodes.Status401Unauthorized, "Who are you?", "This source must prove who it is; see docs/senders.md."), result);
    }

    /// <summary>What a request brings as proof.</summary>
    internal static SenderRequest Read(HttpRequest request, ReadOnlyMemory<byte> body) =>
        new(body, name => [.. request.Headers[name]], [.. request.Query["code"]]);

    private static string[] Challenges(Sender sender) => [.. sender.Authentication.Select(Challenge).Distinct(StringComparer.Ordinal)];

    // Basic and Bearer are registered words; for the rest a word of ours, since a 401 has to name something.
    private static string Challenge(SourceScheme scheme) => scheme switch
    {
        SourceScheme.Basic => "Basic realm=\"alerts\", charset=\"UTF-8\"",
        SourceScheme.Bearer or SourceScheme.Entra => "Bearer realm=\"alerts\"",
        SourceScheme.FunctionKey => "FunctionKey realm=\"alerts\"",
        _ => "Signature realm=\"alerts\"",
    };

    [LoggerMessage(2100, LogLevel.Warning, "{Count} requests did not prove to come from {Source}; the last by {Scheme}: {Reason}.")]
    private static partial void Refused(ILogger logger, int count, string source, string scheme, string reason);
}

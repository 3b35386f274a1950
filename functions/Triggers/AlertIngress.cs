using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Where senders post: asks who it is (each source proves itself in its own way, see <see cref="SenderGate"/>), checks, splits into single alerts, stores each in the intake ledger, publishes references to our
/// Event Grid topic and answers 202. An answer of success means that every alert is on disk; publishing that fails is
/// made up for by the sweeper.
/// </summary>
public sealed partial class AlertIngress(
    AlertSources sources, SenderCatalog senders, SenderGate gate, Handshakes handshakes, AlertIntake intake, ILogger<AlertIngress> logger)
{
    /// <summary>Accepts one delivery of a sender.</summary>
    [Function(nameof(AlertIngress))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "api/alerts/{source}")] HttpRequest request,
        string source,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!sources.TryFind(source, out var sender) || senders.Find(source) is not { } policy)
        {
            return Problems.Problem(
                StatusCodes.Status404NotFound,
                "Unknown source",
                $"There is no source of that name in sources.yaml; this version knows {string.Join(", ", sources.Names)}.",
                "source");
        }

        // Who shows a secret or a token is known before a byte of the body is read; a signature is over the bytes as sent, so
        // they are read before anything is known of the sender: within the limit.
        var signs = policy.Authentication.Any(s => s.ReadsBody);
        var (refusal, proof) = signs ? default : await gate.AdmitAsync(request, policy, default, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (sent, tooLarge) = await IntakeReader.ReadBytesAsync(request.Body, contentEncoding: null, request.ContentLength, cancellationToken);
        if (tooLarge is not null)
        {
            return Unreadable(tooLarge);
        }

        if (signs)
        {
            (refusal, proof) = await gate.AdmitAsync(request, policy, sent, cancellationToken);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        if (HttpMethods.IsOptions(request.Method))
        {
            return handshakes.Options(request, policy);
        }

        // Only where the source says so: a sender of another kind may well have a field of the same name.
        var fromSns = policy.SnsTopics.Count > 0;
        if (fromSns && await handshakes.SnsAsync(policy, proof, sent, request.HttpContext.Response, cancellationToken) is { } confirmed)
        {
            return confirmed;
        }

        // The same bytes again, from one who may: answered from memory, which only ever names what is on disk.
        var plain = !request.Headers.ContainsKey(HeaderNames.ContentEncoding);
        var print = plain ? BodyPrint.Of(sender.Name, sent.Span) : default;
        if (plain && intake.Recall(print) is { } known)
        {
            await intake.EchoAsync(policy, known, cancellationToken);
            return JsonBody.Of(new AcceptedAlerts(known), StatusCodes.Status202Accepted);
        }

        // SNS calls its JSON text/plain.
        var reading = await JsonBody.ReadAsync(
            sent, fromSns && request.Headers.ContainsKey("x-amz-sns-message-type") ? "application/json" : request.ContentType, request.Headers.ContentEncoding, cancellationToken);
        if (reading.Problem is { } unreadable)
        {
            return Unreadable(unreadable);
        }

        if (handshakes.EventGrid(request, policy, reading.Body) is { } validated)
        {
            return validated;
        }

        var split = sources.Split(sender, reading.Body);
        if (split.Problem is { } problem)
        {
            return Problems.Problem(problem.Status, "Not an alert of this source", problem.Message, problem.Field);
        }

        AcceptedDelivery accepted;
        try
        {
            accepted = await intake.AcceptAsync(sender.Name, split.Items);
        }
        catch (Exception e)
        {
            // Nothing was promised yet, and what was stored is found again by its id: the sender may come back.
            NotStored(logger, split.Items.Count, e);
            return Problems.Unavailable(request.HttpContext.Response, "The alerts could not be stored; send them again.");
        }

        var stored = accepted.Stored;
        if (plain && split.Handshake is null)
        {
            intake.Remember(print, stored);
        }

        // A handshake is recorded like anything that was sent, and it tells its sender nothing that it does not know.
        if (split.Handshake is { } handshake)
        {
            Handshake(logger, sender.Name, handshake.Kind, handshake.Topic);
        }

        await intake.EchoAsync(policy, stored.Where(a => a.Known).Select(a => a.AlertId), cancellationToken);
        if (accepted.Failure is { } failure)
        {
            PublishLater(logger, accepted.Unpublished, failure);
        }

        if (split.Handshake?.ValidationCode is { } code)
        {
            return new OkObjectResult(new ValidationAnswer(code));
        }

        return JsonBody.Of(new AcceptedAlerts([.. stored.Select(s => s.AlertId)]), StatusCodes.Status202Accepted);
    }

    private static IActionResult Unreadable(IntakeProblem problem) =>
        Problems.Problem(problem.Status, "The body cannot be read", problem.Message, problem.Field);

    [LoggerMessage(2007, LogLevel.Error, "{Count} alerts could not be stored; the sender was told to come back.")]
    private static partial void NotStored(ILogger logger, int count, Exception exception);

    [LoggerMessage(2120, LogLevel.Information, "{Source} asks for a handshake: {Kind} of {Topic}; recorded, no address was fetched.")]
    private static partial void Handshake(ILogger logger, string source, string kind, string topic);

    [LoggerMessage(2001, LogLevel.Warning, "{Count} accepted alerts are stored but not yet published ({Failure}); the sweeper publishes them.")]
    private static partial void PublishLater(ILogger logger, int count, string failure);
}

/// <summary>Answer of the intake: the id of every alert that was accepted, in the order of the body.</summary>
/// <param name="Ids">Ids to ask <c>GET /api/alerts/{id}</c> about.</param>
public sealed record AcceptedAlerts(IReadOnlyList<string> Ids);

/// <summary>Answer to the validation of an Event Grid subscription: its own code, which proves that we read it.</summary>
/// <param name="ValidationResponse">The code.</param>
public sealed record ValidationAnswer(string ValidationResponse);

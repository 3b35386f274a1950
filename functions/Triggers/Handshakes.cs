using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Senders.Sns;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// The questions that senders ask before they send: each is answered only to who has proved to be the source, and no address
/// that a question brings is opened, but for Amazon's own after its signature was checked.
/// </summary>
public sealed partial class Handshakes(ISnsDoor sns, ILogger<Handshakes> logger)
{
    /// <summary>Answers CloudEvents' <c>OPTIONS</c>.</summary>
    public IActionResult Options(HttpRequest request, Sender sender)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (CloudEventsHandshake.Allowed(sender, SenderGate.Read(request, default)) is not { } origin)
        {
            return Problems.Problem(
                StatusCodes.Status403Forbidden, "Not an origin of this source", "The origin is not on the source's list.", CloudEventsHandshake.OriginHeader);
        }

        request.HttpContext.Response.Headers[CloudEventsHandshake.AllowedOriginHeader] = origin;
        request.HttpContext.Response.Headers[CloudEventsHandshake.AllowedRateHeader] = "*";
        Answered(logger, sender.Name, "CloudEvents", origin);
        return new StatusCodeResult(StatusCodes.Status200OK);
    }

    /// <summary>Answers a question about a topic of SNS; null when the body is no such question.</summary>
    /// <param name="sender">The source.</param>
    /// <param name="proof">How the sender proved itself: only its own signature makes us confirm.</param>
    /// <param name="body">The body as sent.</param>
    /// <param name="response">Where a time to come back is put.</param>
    /// <param name="cancellationToken">Ends the confirmation.</param>
    public async Task<IActionResult?> SnsAsync(
        Sender sender, AuthenticationResult proof, ReadOnlyMemory<byte> body, HttpResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(proof);
        if (SnsMessage.Read(body) is not { IsConfirmation: true } message)
        {
            return null;
        }

        var topic = AlertText.Clean(message.TopicArn, 300);
        if (message.Type != SnsMessage.Confirmation || proof.Scheme != new SourceScheme.Sns().Word || SnsAddresses.Confirmation(message) is not { } address)
        {
            NotConfirmed(logger, sender.Name, topic);
            return Note(StatusCodes.Status202Accepted, "The handshake was noted and not answered: a person confirms the subscription, or the source gets 'scheme: sns' with the topic.");
        }

        if (!await sns.ConfirmAsync(address, cancellationToken))
        {
            return Problems.Unavailable(response, "The subscription could not be confirmed now; ask again.");
        }

        Answered(logger, sender.Name, "SNS", topic);
        return Note(StatusCodes.Status200OK, "The subscription was confirmed.");
    }

    /// <summary>Answers Event Grid's validation event; null when the request is none.</summary>
    public IActionResult? EventGrid(HttpRequest request, Sender sender, JsonElement body)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Headers[EventGridHandshake.Header] is not [EventGridHandshake.HeaderValue] || EventGridHandshake.Read(body) is not { } question)
        {
            return null;
        }

        if (!question.IsOf(sender))
        {
            return Problems.Problem(StatusCodes.Status403Forbidden, "Not a topic of this source", "The topic is outside of the scopes that this source may name.", "[0].topic");
        }

        Answered(logger, sender.Name, "Event Grid", AlertText.Clean(question.Topic, 300));
        return JsonBody.Of(new ValidationAnswer(question.Code));
    }

    private static ContentResult Note(int status, string note)
    {
        var answer = (ContentResult)JsonBody.Of(new HandshakeNote(note));
        answer.StatusCode = status;
        return answer;
    }

    [LoggerMessage(2102, LogLevel.Information, "Answered a handshake of {Source} ({Kind}) for {About}.")]
    private static partial void Answered(ILogger logger, string source, string kind, string about);

    [LoggerMessage(2103, LogLevel.Warning, "{Source} asked to confirm a subscription of {Topic}; it was not confirmed, since no allow-listed topic signed it.")]
    private static partial void NotConfirmed(ILogger logger, string source, string topic);

    private sealed record ValidationAnswer(string ValidationResponse);

    private sealed record HandshakeNote(string Note);
}

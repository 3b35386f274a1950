using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Identity;

namespace OpsAutomation.Integrations.Arm;

/// <summary>What a failed call means for the one who made it.</summary>
public enum ArmFailureKind
{
    /// <summary>It was never sent (no connection, no token): trying again is safe.</summary>
    Transient,

    /// <summary>429: refused for now, without effect.</summary>
    Throttled,

    /// <summary>412: the resource has changed since it was read.</summary>
    Changed,

    /// <summary>409: something else is under way on it; refused for now, without effect.</summary>
    Busy,

    /// <summary>409 with a code that time alone does not mend: its present state, or a quota, forbids it.</summary>
    Conflict,

    /// <summary>409 ScopeLocked: a lock forbids it.</summary>
    Locked,

    /// <summary>401 or 403: we may not.</summary>
    Denied,

    /// <summary>403 RequestDisallowedByPolicy: we may, and a policy of the organisation forbids this very change.</summary>
    Policy,

    /// <summary>404 or 410: it is not there.</summary>
    Gone,

    /// <summary>Another 4xx: the request is wrong.</summary>
    Invalid,

    /// <summary>The connection broke, no answer came in time, or the server failed: a change may have taken effect or not.</summary>
    Doubtful,
}

/// <summary>A failed call, judged. A failed read is worth repeating when it is transient, throttled or doubtful.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Reason">One sentence for a person, without secrets.</param>
/// <param name="RetryAfter">How long Azure asks to wait, or null.</param>
/// <param name="RequestId">Azure's <c>x-ms-request-id</c>, or null.</param>
public sealed record ArmFailure(ArmFailureKind Kind, string Reason, TimeSpan? RetryAfter = null, string? RequestId = null)
{
    private const int MaxMessage = 240;

    // Conflicts that stay until somebody does something about them (ARM's common error codes, Compute's and App Service's).
    private static readonly HashSet<string> Lasting = new(StringComparer.Ordinal)
    {
        "OperationNotAllowed", "QuotaExceeded", "ResourceQuotaExceeded", "SkuNotAvailable", "PropertyChangeNotAllowed", "MissingSubscriptionRegistration",
    };

    /// <summary>Whether a read is worth repeating.</summary>
    public bool MayPass => Kind is ArmFailureKind.Transient or ArmFailureKind.Throttled or ArmFailureKind.Doubtful;

    /// <summary>Judges an exception of a call; null when it is none of Azure's (a cancelled caller, a bug), and then it must travel on.</summary>
    public static ArmFailure? Of(Exception exception, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return exception switch
        {
            RequestFailedException { Status: 0 } e => NeverSent(e)
                ? new ArmFailure(ArmFailureKind.Transient, "Azure could not be reached.")
                : new ArmFailure(ArmFailureKind.Doubtful, "The connection to Azure broke before its answer."),
            RequestFailedException e => OfAnswer(e, clock.GetUtcNow()),
            AuthenticationFailedException => new ArmFailure(ArmFailureKind.Transient, "No token for Azure could be had."),
            TimeoutException => new ArmFailure(ArmFailureKind.Doubtful, exception.Message),
            IOException => new ArmFailure(ArmFailureKind.Doubtful, "The connection to Azure broke before its answer."),
            JsonException => new ArmFailure(ArmFailureKind.Doubtful, "Azure's answer could not be read."),
            _ => null,
        };
    }

    private static bool NeverSent(RequestFailedException e) =>
        e.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError };

    private static ArmFailure OfAnswer(RequestFailedException e, DateTimeOffset now)
    {
        var response = e.GetRawResponse();
        var (code, message) = Error(response, e.ErrorCode);
        var kind = e.Status switch
        {
            403 when code is "RequestDisallowedByPolicy" => ArmFailureKind.Policy,
            401 or 403 => ArmFailureKind.Denied,
            404 or 410 => ArmFailureKind.Gone,
            409 when code is "ScopeLocked" => ArmFailureKind.Locked,
            409 when code is not null && Lasting.Contains(code) => ArmFailureKind.Conflict,
            409 => ArmFailureKind.Busy,
            412 => ArmFailureKind.Changed,
            429 => ArmFailureKind.Throttled,
            408 or >= 500 => ArmFailureKind.Doubtful,
            _ => ArmFailureKind.Invalid,
        };
        return new ArmFailure(
            kind,
            $"{(kind == ArmFailureKind.Policy ? "A policy of the organisation forbids it: " : string.Empty)}Azure answered {e.Status}{(code is null ? string.Empty : $" {code}")}{(message is null ? "." : $": {message}")}",
            RetryAfter: Http.RetryAfter.Read(Header(response, "Retry-After"), now),
            RequestId: Header(response, "x-ms-request-id"));
    }

    private static string? Header(Response? response, string name) =>
        response is not null && response.Headers.TryGetValue(name, out var value) ? value : null;

    // ARM's error shape is {"error":{"code","message"}}. The message is Azure's own text, cut; the exception's text, which
    // holds headers and the whole body, is never used.
    private static (string? Code, string? Message) Error(Response? response, string? code)
    {
        try
        {
            var body = response?.ContentStream is { CanSeek: true } ? response.Content.ToMemory() : default;
            var error = body.IsEmpty ? null : (JsonNode.Parse(body.Span) as JsonObject)?["error"] as JsonObject;
            var message = error?["message"]?.ToString().ReplaceLineEndings(" ");
            return (Cut(code ?? error?["code"]?.ToString(), 80), Cut(message, MaxMessage));
        }
        catch (JsonException)
        {
            return (Cut(code, 80), null);
        }
    }

    private static string? Cut(string? text, int length) => text is null || text.Length <= length ? text : text[..length] + "…";
}

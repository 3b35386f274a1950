using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure;
using Azure.Identity;
using OpsAutomation.Integrations.Arm.Budget;

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

    /// <summary>It was not sent: a stop, a hold or a lost lease forbade it right before it left.</summary>
    Withheld,

    /// <summary>The connection broke, no answer came in time, or the server failed: a change may have taken effect or not.</summary>
    Doubtful,
}

/// <summary>A failed call, judged. A failed read is worth repeating when it is transient, throttled or doubtful.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Reason">One sentence for a person, without secrets.</param>
/// <param name="RetryAfter">How long Azure asks to wait, or null.</param>
/// <param name="RequestId">Azure's <c>x-ms-request-id</c>, or null.</param>
public sealed partial record ArmFailure(ArmFailureKind Kind, string Reason, TimeSpan? RetryAfter = null, string? RequestId = null)
{
    private const int MaxMessage = 240;

    // Conflicts that stay until somebody does something about them (ARM's common error codes, Compute's and App Service's).
    private static readonly HashSet<string> Lasting = new(StringComparer.Ordinal)
    {
        "key-locked", "OperationNotAllowed", "QuotaExceeded", "ResourceQuotaExceeded", "SkuNotAvailable", "PropertyChangeNotAllowed", "MissingSubscriptionRegistration",
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
            SendRefusedException e => new ArmFailure(e.MayPass ? ArmFailureKind.Transient : ArmFailureKind.Withheld, e.Message),
            ReadBudgetSpentException e => new ArmFailure(ArmFailureKind.Transient, e.Message, e.RetryAfter),
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
        var (code, message, policy) = Error(response, e.ErrorCode);
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
            $"{Preface(kind, message, policy)}Azure answered {e.Status}{(code is null ? string.Empty : $" {code}")}{(message is null ? "." : $": {Cut(message, MaxMessage)}")}",
            RetryAfter: Http.RetryAfter.Read(Header(response, "Retry-After"), now),
            RequestId: Header(response, "x-ms-request-id"));
    }

    private static string? Header(Response? response, string name) =>
        response is not null && response.Headers.TryGetValue(name, out var value) ? value : null;

    // A denial names what is missing, and so must we: it is what the owner of the role needs to hear.
    private static string Preface(ArmFailureKind kind, string? message, string? policy) => kind switch
    {
        ArmFailureKind.Policy => $"A policy of the organisation forbids it{(policy is null ? string.Empty : $" ({policy})")}: ",
        ArmFailureKind.Denied when message is not null && Missing().Match(message) is { Success: true } missing =>
            $"Our identity lacks the permission {missing.Groups["action"].Value} on {missing.Groups["scope"].Value}: ",
        _ => string.Empty,
    };

    [GeneratedRegex("perform action '(?<action>[^']{1,200})'.{0,40}? over scope '(?<scope>[^']{1,400})'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Missing();

    // ARM's error shape is {"error":{"code","message"}}, that of App Configuration is problem details. The message is Azure's own
    // text, cut only when it is told; the exception's text, which holds headers and the whole body, is never used.
    private static (string? Code, string? Message, string? Policy) Error(Response? response, string? code)
    {
        try
        {
            var body = response?.ContentStream is { CanSeek: true } ? response.Content.ToMemory() : default;
            var root = body.IsEmpty ? null : JsonNode.Parse(body.Span) as JsonObject;
            var error = root?["error"] as JsonObject;
            var message = error?["message"] ?? root?["detail"] ?? root?["title"];
            return (
                Cut(code ?? error?["code"]?.ToString() ?? root?["type"]?.ToString().Split('/')[^1], 80),
                message?.ToString().ReplaceLineEndings(" "),
                Cut(string.Join(", ", Policies(error)), 160));
        }
        catch (JsonException)
        {
            return (Cut(code, 80), null, null);
        }
    }

    // https://learn.microsoft.com/azure/governance/policy/troubleshoot/general: additionalInfo[].info of type PolicyViolation.
    private static IEnumerable<string> Policies(JsonObject? error) =>
        (error?["additionalInfo"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(one => one["info"] as JsonObject)
            .Select(info => (info?["policyAssignmentDisplayName"] ?? info?["policyDefinitionDisplayName"] ?? info?["policyAssignmentName"])?.ToString())
            .OfType<string>().Distinct(StringComparer.Ordinal);

    private static string? Cut(string? text, int length) => string.IsNullOrEmpty(text) ? null : text.Length <= length ? text : text[..length] + "…";
}

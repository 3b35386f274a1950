using Azure.Core;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Follows an operation that Azure runs after a 202.</summary>
internal static class Operations
{
    /// <summary>How long to wait when Azure does not say.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Reads the operation once. Null when it is over without a complaint, or its address is not kept any more: then the
    /// target itself says how it ended.
    /// </summary>
    public static async Task<PollResult?> ReadAsync(ArmGateway arm, string statusUrl, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await arm.SendAsync(RequestMethod.Get, statusUrl, cancellationToken);
            var status = reply.Body?["status"]?.ToString();
            if (reply.Status == 202 || (status is not null && status is not ("Succeeded" or "Failed" or "Canceled")))
            {
                return new PollResult(PollOutcome.Running, $"Azure is at it ({status ?? "accepted"}).", reply.RetryAfter ?? DefaultWait);
            }

            return status is "Failed" or "Canceled"
                ? new PollResult(PollOutcome.Failed, $"Azure says {status}{Why(reply)}.")
                : null;
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return failure.Kind switch
            {
                ArmFailureKind.Gone => null,

                // Where only a Location is given, the operation's own refusal is its answer in the end.
                ArmFailureKind.Conflict or ArmFailureKind.Busy or ArmFailureKind.Locked or ArmFailureKind.Policy or ArmFailureKind.Invalid or ArmFailureKind.Changed =>
                    new PollResult(PollOutcome.Failed, $"The operation ended without success. {failure.Reason}"),
                _ => new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? DefaultWait),
            };
        }
        catch (ArgumentException e)
        {
            return new PollResult(PollOutcome.Unknown, e.Message);
        }
    }

    private static string Why(ArmReply reply)
    {
        var error = reply.Body?["error"];
        var text = $"{error?["code"]} {error?["message"]}".Trim();
        return text.Length == 0 ? string.Empty : ": " + (text.Length > 240 ? text[..240] + "…" : text);
    }
}

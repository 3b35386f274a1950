using Azure.Core;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>Says what a failed call means for a plan and for a start.</summary>
internal static class Starts
{
    /// <summary>No plan, because a read failed.</summary>
    public static PlanResult Plan(ArmFailure failure) =>
        failure.MayPass ? PlanResult.Later(failure.Reason, failure.RetryAfter) : PlanResult.Refused(failure.Reason);

    /// <summary>Nothing was sent, because the read before it failed.</summary>
    public static StartResult BeforeSending(ArmFailure failure) => new(
        failure.MayPass ? StartOutcome.Throttled : failure.Kind == ArmFailureKind.Gone ? StartOutcome.Changed : StartOutcome.Refused,
        $"Nothing was sent: {failure.Reason}",
        null,
        failure.RetryAfter,
        failure.RequestId);

    /// <summary>The change was sent and this came back; a lock is told by its name, which Azure's own answer leaves out.</summary>
    public static async Task<StartResult> AfterSendingAsync(ArmFailure failure, ArmGateway arm, ResourceIdentifier id, CancellationToken cancellationToken)
    {
        if (failure.Kind != ArmFailureKind.Locked)
        {
            return AfterSending(failure);
        }

        try
        {
            var locks = await new Protections(arm).FindAsync(id, [], cancellationToken);
            return AfterSending(failure with { Reason = $"{failure.Reason} It is held by {locks ?? "a lock that is gone again"}." });
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } unread)
        {
            return AfterSending(failure with { Reason = $"{failure.Reason} Which lock it is could not be read: {unread.Reason}" });
        }
    }

    /// <summary>Something else is under way on the target; nothing was sent.</summary>
    public static StartResult Busy(string reason) => new(StartOutcome.Throttled, reason, null, Operations.DefaultWait, null);

    /// <summary>The change was sent and this came back.</summary>
    public static StartResult AfterSending(ArmFailure failure) => new(
        failure.Kind switch
        {
            ArmFailureKind.Transient or ArmFailureKind.Throttled or ArmFailureKind.Busy => StartOutcome.Throttled,
            ArmFailureKind.Changed or ArmFailureKind.Gone => StartOutcome.Changed,
            ArmFailureKind.Doubtful => StartOutcome.Doubtful,
            _ => StartOutcome.Refused,
        },
        failure.Reason,
        null,
        failure.RetryAfter,
        failure.RequestId);

    /// <summary>The world differs from the plan; nothing was sent.</summary>
    public static StartResult Changed(string reason) => new(StartOutcome.Changed, reason, null, null, null);

    /// <summary>Azure accepted it.</summary>
    public static StartResult Accepted(ArmReply reply) => new(StartOutcome.Accepted, null, reply.StatusUrl, reply.RetryAfter, reply.RequestId);
}

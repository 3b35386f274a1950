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

    /// <summary>The change was sent and this came back.</summary>
    public static StartResult AfterSending(ArmFailure failure) => new(
        failure.Kind switch
        {
            ArmFailureKind.Transient or ArmFailureKind.Throttled => StartOutcome.Throttled,
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

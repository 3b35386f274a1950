using System.Text.Json.Nodes;

namespace OpsAutomation.Core.Actions;

/// <summary>
/// One thing that automation can do to Azure, as short calls that each return in seconds. Reading and deciding are apart
/// from acting; whatever is in doubt is said to be so and left to a person.
/// </summary>
public interface IAction
{
    /// <summary>What lint and the guardrails know about it without running it.</summary>
    ActionDescriptor Descriptor { get; }

    /// <summary>Reads the target and says what the action would do. Changes nothing.</summary>
    Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken);

    /// <summary>Sends the change once, under the precondition of the plan. Returns at once with the operation to poll.</summary>
    Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken);

    /// <summary>Asks Azure what became of an intent whose answer was never recorded (a crash between the two).</summary>
    Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken);

    /// <summary>Reads the operation's status once.</summary>
    Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken);

    /// <summary>
    /// Looks whether the target is as the plan wants it, for a step that is verified on its target because no metric tells
    /// (a secret that must be gone, a machine that must stay off). Reads only; what cannot be read is unknown, never success.
    /// </summary>
    async Task<VerifyResult> VerifyAsync(ActionPlan plan, CancellationToken cancellationToken)
    {
        var seen = await PollAsync(plan, null, cancellationToken);
        return new(
            seen.Outcome switch
            {
                PollOutcome.Succeeded => TargetState.AsPlanned,
                PollOutcome.Running or PollOutcome.Failed => TargetState.Different,
                _ => TargetState.Unknown,
            },
            seen.Reason);
    }
}

/// <summary>Whether a target is as its plan wants it.</summary>
public enum TargetState
{
    /// <summary>As planned.</summary>
    AsPlanned,

    /// <summary>Surely not as planned.</summary>
    Different,

    /// <summary>It cannot be told; never taken for success.</summary>
    Unknown,
}

/// <summary>Whether a target is as its plan wants it, and what was seen.</summary>
/// <param name="State">Whether it is.</param>
/// <param name="Reason">What was seen, for a person.</param>
public sealed record VerifyResult(TargetState State, string Reason);

/// <summary>What to plan.</summary>
/// <param name="ResourceId">ARM id of the target, resolved through the alert and the catalogue, never from free text.</param>
/// <param name="With">The step's parameters, type-checked.</param>
/// <param name="MaxCapacity">The playbook's maximum capacity, or null.</param>
public sealed record PlanRequest(string ResourceId, JsonObject With, int? MaxCapacity);

/// <summary>A plan, or the reason why there is none.</summary>
/// <param name="Plan">The plan, or null.</param>
/// <param name="Refusal">Why there is no plan, for a person; null when there is one.</param>
/// <param name="Transient">Whether trying again later can help (throttling, a server error).</param>
/// <param name="RetryAfter">How long to wait before that, or null.</param>
public sealed record PlanResult(ActionPlan? Plan, string? Refusal, bool Transient = false, TimeSpan? RetryAfter = null)
{
    /// <summary>A plan.</summary>
    public static PlanResult Of(ActionPlan plan) => new(plan, null);

    /// <summary>No plan, and no hope in trying again.</summary>
    public static PlanResult Refused(string reason) => new(null, reason);

    /// <summary>No plan now.</summary>
    public static PlanResult Later(string reason, TimeSpan? retryAfter = null) => new(null, reason, Transient: true, retryAfter);
}

/// <summary>How sending ended.</summary>
public enum StartOutcome
{
    /// <summary>Azure accepted it; poll.</summary>
    Accepted,

    /// <summary>Azure refused it, surely without effect (4xx).</summary>
    Refused,

    /// <summary>Azure refused it for now, surely without effect (429, 503 before processing).</summary>
    Throttled,

    /// <summary>The world differs from the plan (412): plan again.</summary>
    Changed,

    /// <summary>No answer, or one that does not say whether it took effect.</summary>
    Doubtful,
}

/// <summary>How sending ended, with what is needed to go on.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why, without secrets.</param>
/// <param name="StatusUrl">The operation to poll, or null when the target itself is read.</param>
/// <param name="RetryAfter">When to look again, or null.</param>
/// <param name="RequestId">Azure's <c>x-ms-request-id</c>, or null.</param>
public sealed record StartResult(StartOutcome Outcome, string? Reason, string? StatusUrl, TimeSpan? RetryAfter, string? RequestId);

/// <summary>What Azure says about an intent whose answer was lost.</summary>
public enum AdoptOutcome
{
    /// <summary>It took effect or is under way; poll.</summary>
    TookEffect,

    /// <summary>It surely had no effect; sending the same absolute target again is safe.</summary>
    NoEffect,

    /// <summary>It cannot be told; a person decides.</summary>
    Unknown,
}

/// <summary>What Azure says about an intent whose answer was lost, and how it was found out.</summary>
public sealed record AdoptResult(AdoptOutcome Outcome, string Reason, string? StatusUrl = null);

/// <summary>State of an operation under way.</summary>
public enum PollOutcome
{
    /// <summary>Not finished.</summary>
    Running,

    /// <summary>Finished, and the target is in the planned state.</summary>
    Succeeded,

    /// <summary>Finished without success.</summary>
    Failed,

    /// <summary>The read failed or does not say; look again, and leave it to a person at the step's timeout.</summary>
    Unknown,
}

/// <summary>State of an operation, with the time to look again.</summary>
public sealed record PollResult(PollOutcome Outcome, string Reason, TimeSpan? RetryAfter = null);

using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Core.Guardrails;

/// <summary>What a step asks of the guardrails before it plans.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="StepId">The step.</param>
/// <param name="Resources">ARM ids of everything that it must hold; taken all at once, in canonical order.</param>
/// <param name="Limits">The playbook's limits.</param>
public sealed record ReservationRequest(string IncidentId, string StepId, IReadOnlyList<string> Resources, PlaybookLimits Limits);

/// <summary>Whether the resources were taken.</summary>
/// <param name="Fence">The fencing number, or null when it was refused.</param>
/// <param name="Resources">What is held, lower case, in canonical order.</param>
/// <param name="Verdicts">What every guardrail says.</param>
public sealed record ReservationResult(long? Fence, IReadOnlyList<string> Resources, IReadOnlyList<Verdict> Verdicts)
{
    /// <summary>Whether the resources were taken.</summary>
    public bool Granted => Fence is not null;

    /// <summary>Why not.</summary>
    public IReadOnlyList<string> Refusals => Verdicts.Refusals();
}

/// <summary>Whether the resources of an incident were given back.</summary>
/// <param name="Released">Whether none is held any more.</param>
/// <param name="Reason">Why, or why not.</param>
public sealed record ReleaseResult(bool Released, string Reason);

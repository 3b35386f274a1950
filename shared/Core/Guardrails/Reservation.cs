using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Core.Guardrails;

/// <summary>What a step asks of the guardrails before it plans.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="StepId">The step.</param>
/// <param name="Resources">ARM ids of everything that it must hold; taken all at once, in canonical order.</param>
/// <param name="Limits">The playbook's limits.</param>
public sealed record ReservationRequest(string IncidentId, string StepId, IReadOnlyList<string> Resources, PlaybookLimits Limits)
{
    /// <summary>Name of the playbook; left out, the run counts as one of a nameless playbook.</summary>
    public string Playbook { get; init; } = string.Empty;

    /// <summary>Name of the action; left out, it counts as one nameless action.</summary>
    public string Action { get; init; } = string.Empty;

    /// <summary>Why.</summary>
    public ChangePurpose Purpose { get; init; }
}

/// <summary>What is about to be sent, for the guardrails that are asked then.</summary>
/// <param name="Purpose">Why.</param>
/// <param name="Approved">Whether a person approved exactly this.</param>
/// <param name="Cost">What it costs, or null when nothing is said of it.</param>
/// <param name="Identities">Names under which the change is addressed besides ARM ids.</param>
public sealed record ExecutionTerms(ChangePurpose Purpose, bool Approved, PlannedCost? Cost, IReadOnlyList<string> Identities)
{
    /// <summary>A step that nobody approved, of which nothing is known.</summary>
    public static ExecutionTerms Unknown { get; } = new(ChangePurpose.Step, false, null, []);

    /// <summary>The action, whose breaker is asked; null for the one that reserved the resource last.</summary>
    public string? Action { get; init; }

    /// <summary>The questions of guardrails that stood when that person was asked (<see cref="Verdict.Asks"/>); an approval answers these alone.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>The terms of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="purpose">Why it is sent.</param>
    /// <param name="answers">The questions that were put to whoever approved it; null when nobody has.</param>
    public static ExecutionTerms Of(ActionPlan plan, ChangePurpose purpose, IReadOnlyList<string>? answers)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new(purpose, answers is not null, new PlannedCost(plan.CostPerHourDelta, plan.Currency), PlanGuardrails.IdentitiesOf(plan)) { Action = plan.Action, Answers = answers ?? [] };
    }
}

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

    /// <summary>Why a person must approve what is planned; empty when automation may act alone.</summary>
    public IReadOnlyList<string> Questions => Verdicts.Questions();
}

/// <summary>Whether the resources of an incident were given back.</summary>
/// <param name="Released">Whether none is held any more.</param>
/// <param name="Reason">Why, or why not.</param>
public sealed record ReleaseResult(bool Released, string Reason);

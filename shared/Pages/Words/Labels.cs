using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Pages.Stories;

namespace OpsAutomation.Pages.Words;

/// <summary>The words, signs and colours of every state, in one place.</summary>
public static class Labels
{
    private const string Dot = "●";
    private const string Check = "✓";
    private const string Cross = "✕";
    private const string Mark = "▲";
    private const string Half = "◐";
    private const string Ring = "○";

    /// <summary>Status of an incident.</summary>
    public static Label Of(IncidentStatus status) => status switch
    {
        IncidentStatus.Open => new("Open", Dot, Tone.Info),
        IncidentStatus.Remediating => new("Remediating", Half, Tone.Info),
        IncidentStatus.AwaitingApproval => new("Awaiting approval", Mark, Tone.Warning),
        IncidentStatus.Verifying => new("Verifying", Half, Tone.Info),
        IncidentStatus.Mitigated => new("Mitigated", Check, Tone.Good),
        IncidentStatus.Resolved => new("Resolved", Check, Tone.Good),
        IncidentStatus.Closed => new("Closed", Ring, Tone.Neutral),
        IncidentStatus.Escalated => new("With a person", Mark, Tone.Danger),
        IncidentStatus.Failed => new("Failed", Cross, Tone.Danger),
        _ => new(status.ToString(), Dot, Tone.Neutral),
    };

    /// <summary>Severity on Azure Monitor's scale.</summary>
    public static Label Of(Severity severity) => severity switch
    {
        Severity.Sev0 => new("Sev0 Critical", Mark, Tone.Danger),
        Severity.Sev1 => new("Sev1 Error", Mark, Tone.Danger),
        Severity.Sev2 => new("Sev2 Warning", Dot, Tone.Warning),
        Severity.Sev3 => new("Sev3 Info", Ring, Tone.Neutral),
        Severity.Sev4 => new("Sev4 Verbose", Ring, Tone.Neutral),
        _ => new(severity.ToString(), Dot, Tone.Neutral),
    };

    /// <summary>How urgent an incident is for people.</summary>
    public static Label Of(Urgency urgency) => urgency switch
    {
        Urgency.Page => new("Page", Mark, Tone.Danger),
        Urgency.Ticket => new("Ticket", Dot, Tone.Info),
        _ => new("Only recorded", Ring, Tone.Neutral),
    };

    /// <summary>Whether an alert fires.</summary>
    public static Label Of(AlertStatus status) => status switch
    {
        AlertStatus.Firing => new("Firing", Mark, Tone.Danger),
        AlertStatus.Information => new("Information", Ring, Tone.Neutral),
        _ => new("Resolved", Check, Tone.Good),
    };

    /// <summary>What became of an alert.</summary>
    public static Label Of(DispositionKind kind) => kind switch
    {
        DispositionKind.Opened => new("Opened an incident", Mark, Tone.Info),
        DispositionKind.Merged => new("Merged", Dot, Tone.Info),
        DispositionKind.Deduplicated => new("Deduplicated", Ring, Tone.Neutral),
        DispositionKind.Suppressed => new("Suppressed", Ring, Tone.Neutral),
        DispositionKind.Inhibited => new("Inhibited", Ring, Tone.Neutral),
        DispositionKind.Held => new("Held while it flaps", Half, Tone.Warning),
        DispositionKind.Summarised => new("Summarised in a storm", Ring, Tone.Neutral),
        DispositionKind.Resolved => new("Resolved", Check, Tone.Good),
        DispositionKind.DeadLettered => new("Not understood", Cross, Tone.Danger),
        _ => new(kind.ToString(), Dot, Tone.Neutral),
    };

    /// <summary>How an objective stands.</summary>
    public static Label OfObjective(string state) => state switch
    {
        "met" => new("Met", Check, Tone.Good),
        "burning" => new("Burning", Mark, Tone.Warning),
        "spent" => new("Spent", Cross, Tone.Danger),
        _ => new("Not known", Ring, Tone.Neutral),
    };

    /// <summary>What a burn rule says.</summary>
    public static Label OfBurning(string state) => state switch
    {
        "normal" => new("Normal", Check, Tone.Good),
        "burning" => new("Burning", Mark, Tone.Danger),
        _ => new("Not known", Ring, Tone.Neutral),
    };

    /// <summary>Whether a window or a silence hides alerts.</summary>
    public static Label OfHiding(bool active, bool comes) => active
        ? new("Active", Half, Tone.Warning)
        : comes ? new("To come", Ring, Tone.Info) : new("Over", Check, Tone.Neutral);

    /// <summary>Whether a source is heard of, by the words of the report.</summary>
    public static Label OfSource(string state) => state switch
    {
        "heard" => new("Heard", Check, Tone.Good),
        "silent" => new("Silent", Mark, Tone.Danger),
        "waiting" => new("Waiting for the first", Half, Tone.Info),
        _ => new("Never heard", Ring, Tone.Neutral),
    };

    /// <summary>Whether a synthetic alert arrived in time.</summary>
    public static Label OfDrill(bool good) => good ? new("Arrived", Check, Tone.Good) : new("Failed", Cross, Tone.Danger);

    /// <summary>A decision.</summary>
    public static Label Of(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Approved => new("Approved", Check, Tone.Good),
        DecisionOutcome.Rejected => new("Rejected", Cross, Tone.Danger),
        DecisionOutcome.TimedOut => new("Nobody answered in time", Ring, Tone.Warning),
        DecisionOutcome.Voided => new("Void", Ring, Tone.Neutral),
        _ => new(outcome.ToString(), Dot, Tone.Neutral),
    };

    /// <summary>What the author of a playbook thinks can go wrong.</summary>
    public static Label Of(Risk risk) => risk switch
    {
        Risk.Low => new("Low risk", Ring, Tone.Good),
        Risk.Medium => new("Medium risk", Dot, Tone.Warning),
        Risk.High => new("High risk", Mark, Tone.Danger),
        _ => new(risk.ToString(), Dot, Tone.Neutral),
    };

    /// <summary>State of the signal.</summary>
    public static Label Of(SignalState state) => state switch
    {
        SignalState.Healthy => new("Healthy", Check, Tone.Good),
        SignalState.Firing => new("Firing", Mark, Tone.Danger),
        _ => new("Unknown", Ring, Tone.Warning),
    };

    /// <summary>Whether an action can be taken back.</summary>
    public static Label Of(Reversibility reversibility) => reversibility switch
    {
        Reversibility.Reversible => new("Reversible", Check, Tone.Good),
        Reversibility.NoLastingChange => new("No lasting change", Check, Tone.Good),
        _ => new("Irreversible: needs two people", Mark, Tone.Danger),
    };

    /// <summary>Where a request for approval stands.</summary>
    public static Label Of(ApprovalState state) => state switch
    {
        ApprovalState.Open => new("Waiting for a decision", Mark, Tone.Warning),
        ApprovalState.Approved => Of(DecisionOutcome.Approved),
        ApprovalState.Rejected => Of(DecisionOutcome.Rejected),
        ApprovalState.Expired => new("Expired: nobody answered in time", Ring, Tone.Warning),
        ApprovalState.Voided => new("Void: the plan no longer stands", Ring, Tone.Neutral),
        _ => new(state.ToString(), Dot, Tone.Neutral),
    };

    /// <summary>How far an action came.</summary>
    public static Label Of(ActionProgress progress) => progress switch
    {
        ActionProgress.Intended => new("Written down, not yet sent", Ring, Tone.Info),
        ActionProgress.Running => new("Under way", Half, Tone.Info),
        ActionProgress.Succeeded => new("Done", Check, Tone.Good),
        ActionProgress.Refused => new("Refused by Azure", Cross, Tone.Danger),
        ActionProgress.Failed => new("Failed", Cross, Tone.Danger),
        _ => new("In doubt: a person decides", Mark, Tone.Warning),
    };

    /// <summary>How much a playbook may do on its own.</summary>
    public static string Words(Autonomy autonomy) => autonomy switch
    {
        Autonomy.Shadow => "plans and tells, never acts",
        Autonomy.Approve => "acts after a person approved the exact plan",
        Autonomy.Auto => "acts on its own inside its limits",
        _ => autonomy.ToString(),
    };
}

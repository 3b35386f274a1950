using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources.Mapped;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Cost.Settings;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Approving;
using OpsAutomation.Core.Services;
using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Telemetry.FireDrills;

namespace OpsAutomation.Core.Catalog;

/// <summary>What operators edit, as one consistent whole. Loaded at start, from the deployment and from nowhere else.</summary>
/// <param name="Playbooks">The playbooks, by name.</param>
/// <param name="Services">The service catalogue.</param>
/// <param name="Classification">The rules that give incidents a category.</param>
/// <param name="Routing">Who is asked and told.</param>
/// <param name="Guardrails">The bounds of all automation.</param>
public sealed record OpsCatalog(
    IReadOnlyList<Playbook> Playbooks,
    ServiceCatalog Services,
    ClassificationRules Classification,
    Routing Routing,
    GuardrailSettings Guardrails)
{
    /// <summary>What belongs together and what is held back.</summary>
    public CorrelationSettings Correlation { get; init; } = CorrelationSettings.None;

    /// <summary>Who may post alerts, how they prove it, and what they may name.</summary>
    public SenderCatalog Senders { get; init; } = SenderCatalog.Empty;

    /// <summary>Maintenance windows; none where the folder has no <c>calendars.yaml</c>.</summary>
    public MaintenanceCalendar Calendars { get; init; } = MaintenanceCalendar.Empty;

    /// <summary>How people approve; no policy where the folder has no <c>approvals.yaml</c>.</summary>
    public ApprovalPolicies Approvals { get; init; } = ApprovalPolicies.None;

    /// <summary>Fire drills; none where the folder has no <c>drills.yaml</c>.</summary>
    public IReadOnlyList<FireDrill> Drills { get; init; } = [];

    /// <summary>Which cost is watched; none where the folder has no <c>cost.yaml</c>.</summary>
    public CostSettings Cost { get; init; } = CostSettings.None;

    /// <summary>Objectives; none where the folder has no <c>slos/</c>.</summary>
    public IReadOnlyList<Slo> Slos { get; init; } = [];

    /// <summary>Senders that files of <c>sources/</c> describe, by name.</summary>
    public IReadOnlyList<SourceMapping> Mappings { get; init; } = [];
}

using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Testing.Notifiers;

/// <summary>Notices for tests: one that asks for approval, to be changed with <c>with</c>.</summary>
public static class Notices
{
    /// <summary>When the notice was made.</summary>
    public static readonly DateTimeOffset At = new(2026, 11, 24, 13, 41, 0, TimeSpan.Zero);

    /// <summary>A plan that waits for approval until 14:05.</summary>
    public static Notice Approval(string title = "High CPU on vmss-shop-web") => new()
    {
        Key = "notify:approval:scale-out:1",
        Kind = NoticeKind.ApprovalNeeded,
        Incident = new Incident
        {
            Id = "INC-20261124-3fa9c1",
            Scope = "shop",
            Title = title,
            Severity = Severity.Sev1,
            Status = IncidentStatus.AwaitingApproval,
            Service = "shop-web",
            Resource = "/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg-shop/providers/microsoft.compute/virtualmachinescalesets/vmss-shop-web",
            Episode = 1,
            StartedAt = At - TimeSpan.FromMinutes(12),
            OpenedAt = At - TimeSpan.FromMinutes(11),
            UpdatedAt = At,
            AlertCount = 1,
            LastSequence = 5,
            LastHash = new string('0', 64),
        },
        Headline = $"{title}: two more instances need your approval.",
        Details = ["Automation classified it as saturation-cpu.", "Nothing has been changed yet."],
        Plan = new ActionPlan
        {
            Action = "vmss.scale-out",
            Target = new ActionTarget("/subscriptions/1", "unique", "vmss-shop-web"),
            Parameters = new JsonObject { ["capacity"] = 4 },
            Preconditions = [],
            Before = new Dictionary<string, string>(StringComparer.Ordinal) { ["capacity"] = "2", ["size"] = "Standard_D2s_v5" },
            After = new Dictionary<string, string>(StringComparer.Ordinal) { ["capacity"] = "4", ["size"] = "Standard_D2s_v5" },
            Inverse = new ActionInverse("vmss.set-capacity", new JsonObject { ["capacity"] = 2 }, "Set vmss-shop-web back to 2 instances."),
            Reversibility = Reversibility.Reversible,
            Summary = "Set vmss-shop-web from 2 to 4 instances of Standard_D2s_v5.",
            ByHand = "az vmss scale --name vmss-shop-web --new-capacity 4",
            UndoByHand = "az vmss scale --name vmss-shop-web --new-capacity 2",
            CostPerHourDelta = 0.192,
            Currency = "USD",
            CapacityAfter = 4,
        },
        Risk = Risk.Low,
        Deadline = At + TimeSpan.FromMinutes(24),
        At = At,
        IncidentLink = new Uri("https://ops.example.com/ops/incidents/INC-20261124-3fa9c1"),
        ApproveLink = new Uri("https://ops.example.com/api/approvals/a1?t=token&choice=approve"),
        RejectLink = new Uri("https://ops.example.com/api/approvals/a1?t=token&choice=reject"),
    };
}

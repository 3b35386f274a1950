using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;

namespace OpsAutomation.Unit.Core.Incidents;

/// <summary>Small incidents, alerts, plans and playbooks for tests of the run.</summary>
internal static class Samples
{
    internal const string IncidentId = "INC-20261124-3fa9c1";
    internal const string Resource = "/subscriptions/s1/resourcegroups/shop/providers/microsoft.compute/virtualmachinescalesets/vmss-checkout";
    internal static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 12, 0, TimeSpan.Zero);

    internal static Alert Alert(string id = "a-1", AlertStatus status = AlertStatus.Firing) => new()
    {
        Id = id,
        Source = "azure-monitor",
        Rule = "High CPU",
        Fingerprint = "f-1",
        Status = status,
        Severity = Severity.Sev2,
        Signal = new Signal(SignalKind.Metric, "Percentage CPU", null, "Average", "GreaterThan", TimeSpan.FromMinutes(5), new Dictionary<string, string>(StringComparer.Ordinal)),
        Resource = Resource,
        Service = "checkout",
        Summary = "CPU of vmss-checkout is 93.4 %",
        Value = 93.4,
        Threshold = 80,
        StartsAt = Now.AddMinutes(-5),
        ReceivedAt = Now,
        PayloadReference = "intake-20261124-0/a-1",
    };

    internal static Incident Seed(IncidentStatus status = IncidentStatus.Open) => new()
    {
        Id = IncidentId,
        Scope = "checkout",
        Title = "CPU of vmss-checkout is 93.4 %",
        Severity = Severity.Sev2,
        Status = status,
        Service = "checkout",
        Resource = Resource,
        Episode = 1,
        StartedAt = Now.AddMinutes(-5),
        OpenedAt = Now,
        UpdatedAt = Now,
        AlertCount = 1,
        LastSequence = 0,
        LastHash = string.Empty,
    };

    internal static NewEntry Opening() =>
        new("opened", Actors.System, "Opened by alert a-1.", new Fact.Opened(Alert()));

    internal static ActionPlan Plan(int before = 2, int after = 4, Reversibility reversibility = Reversibility.Reversible) => new()
    {
        Action = "vmss.scale-out",
        Target = new ActionTarget(Resource, "5f1d", "vmss-checkout"),
        Parameters = new JsonObject { ["capacity"] = after },
        Preconditions = new JsonObject { ["capacity"] = before },
        Before = new Dictionary<string, string>(StringComparer.Ordinal) { ["capacity"] = $"{before}" },
        After = new Dictionary<string, string>(StringComparer.Ordinal) { ["capacity"] = $"{after}" },
        Inverse = reversibility == Reversibility.Reversible ? new ActionInverse("vmss.set-capacity", new JsonObject { ["capacity"] = before }, $"back to {before}") : null,
        Reversibility = reversibility,
        Summary = $"Scale vmss-checkout from {before} to {after} instances.",
        ByHand = $"az vmss scale -g shop -n vmss-checkout --new-capacity {after}",
        CapacityAfter = after,
    };

    internal static Step Step(string id = "scale-out", StepApproval? approval = null, TimeSpan? ttl = null, OnFailure onFailure = OnFailure.Undo) => new()
    {
        Id = id,
        Action = "vmss.scale-out",
        With = new JsonObject { ["add"] = 2 },
        Approval = approval,
        Verify = new StepVerify(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15)),
        Timeout = TimeSpan.FromMinutes(15),
        Ttl = ttl,
        OnFailure = onFailure,
    };

    internal static StepApproval Approval(int quorum = 1) => new(["role:on-call", "maria"], TimeSpan.FromMinutes(30), quorum);

    internal static PinnedPlaybook Playbook(Autonomy autonomy, Risk risk, params Step[] steps) => PlaybookHash.Pin(new Playbook
    {
        Name = "scale-out-vmss",
        Version = "1.0.0",
        Owner = "platform",
        Description = "Adds instances.",
        Runbook = "az vmss scale",
        Match = new PlaybookMatch("saturation-cpu", "Microsoft.Compute/virtualMachineScaleSets", []),
        Autonomy = autonomy,
        Risk = risk,
        Limits = new PlaybookLimits(6, TimeSpan.FromMinutes(15), 4),
        Steps = steps,
    });
}

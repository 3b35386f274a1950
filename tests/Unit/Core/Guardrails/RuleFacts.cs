using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Guardrails.Spending;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>A snapshot in which everything is free and known, to be made worse by a test.</summary>
internal static class RuleFacts
{
    internal const string Vm = "/subscriptions/s1/resourcegroups/shop/providers/microsoft.compute/virtualmachines/web-1";
    internal static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    internal static ResourceFacts Resource(string id = Vm) => new(id)
    {
        Service = "web",
        ServiceSize = 10,
        Subscription = "s1",
        Budget = new BudgetReading(BudgetState.Available, "40 % is left.", 1),
        History = new RunHistory(id, []),
    };

    internal static GuardrailFacts Free(params string[] resources) => new()
    {
        Now = Now,
        Holder = "I1",
        Playbook = "restart",
        Action = "vm.restart",
        Resources = [.. (resources.Length == 0 ? [Vm] : resources).Select(Resource)],
        KillSwitch = KillSwitchState.NeverSet,
        Holds = [],
        Leases = [],
        Recent = new ActionCount([]),
        PlaybookBreaker = Breaker.Fresh(BreakerKind.Playbook, "restart"),
        ActionBreaker = Breaker.Fresh(BreakerKind.Action, "vm.restart"),
        Spend = SpendBook.Empty,
        Cost = new PlannedCost(1, "USD"),
    };

    internal static Lease Lease(string incident, string resource = Vm, string service = "web") => new(resource, incident, 1, Now, ["s"]) { Service = service };

    internal static CountedAction Run(string incident, int minutesAgo, string resource = Vm, string playbook = "restart") =>
        new(incident, "s", Now.AddMinutes(-minutesAgo)) { Playbook = playbook, Resources = [resource], Services = ["web"], Subscriptions = ["s1"] };

    internal static GuardrailFacts After(this GuardrailFacts facts, params CountedAction[] runs) => facts with { Recent = new ActionCount(runs) };
}

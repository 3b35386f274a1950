using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails;

/// <summary>The rows of <c>control</c> that a decision looks at, with the versions on which its batch is conditional.</summary>
internal sealed record ControlSnapshot
{
    internal required ControlRow<FenceCounter> Fence { get; init; }

    internal required ControlRow<ActionCount> Recent { get; init; }

    internal required ControlRow<SpendBook> Spend { get; init; }

    internal required ControlRow<Breaker> Playbook { get; init; }

    internal required IReadOnlyList<ControlRow<Breaker>> Called { get; init; }

    internal required ControlRow<Breaker> Action { get; init; }

    internal required IReadOnlyList<TouchedRows> Touched { get; init; }

    internal required GuardrailFacts Facts { get; init; }

    /// <summary>
    /// Reads everything. The fence comes first: every reservation writes it, so what is counted afterwards cannot be
    /// outdated by another reservation without a conflict.
    /// </summary>
    internal static async Task<ControlSnapshot> ReadAsync(
        ControlPartition control, BudgetBook budgets, GuardrailFacts asked, GuardrailSettings settings, GuardrailSurroundings around, CancellationToken cancellationToken)
    {
        var fence = await control.ReadAsync<FenceCounter>(ControlPartition.FenceRow, cancellationToken);

        // What a run has reserved it need not count again, and what it adds to the bill is known when it is about to be sent.
        // Both are long. What is not read counts as not readable, so a rule that asks for it after all refuses.
        var recent = asked.Fence is null
            ? await control.ActionsAsync(cancellationToken)
            : new ControlRow<ActionCount>(ControlPartition.HourRow, null, null, Unreadable: true);
        var spend = asked.Fence is not null
            ? await control.SpendAsync(cancellationToken)
            : new ControlRow<SpendBook>(ControlPartition.SpendRow, null, null, Unreadable: true);
        var playbook = await control.ReadAsync<Breaker>(ControlPartition.BreakerRow(BreakerKind.Playbook, asked.Playbook), cancellationToken);
        var action = await control.ReadAsync<Breaker>(ControlPartition.BreakerRow(BreakerKind.Action, asked.Action), cancellationToken);
        var called = new List<ControlRow<Breaker>>();
        foreach (var name in asked.Called.Where(c => c != asked.Playbook).Distinct(StringComparer.Ordinal))
        {
            called.Add(await control.ReadAsync<Breaker>(ControlPartition.BreakerRow(BreakerKind.Playbook, name), cancellationToken));
        }

        var holds = await control.HoldsAsync(cancellationToken);
        var held = await control.HeldAsync(fence, cancellationToken);
        var budgetOf = new Dictionary<string, BudgetReading>(StringComparer.Ordinal);
        var resources = new List<ResourceFacts>();
        var touched = new List<TouchedRows>();
        foreach (var id in asked.Resources.Select(r => r.Id))
        {
            var lease = await control.ReadAsync<Lease>(ControlPartition.LeaseRow(id), cancellationToken);
            var ran = await control.ReadAsync<RunHistory>(ControlPartition.RanRow(id), cancellationToken);
            var service = around.Services.Find(id);
            if (!budgetOf.TryGetValue(service?.Name ?? string.Empty, out var budget))
            {
                budgetOf[service?.Name ?? string.Empty] = budget = await budgets.ReadAsync(service, settings.ErrorBudget, asked.Now, cancellationToken);
            }

            touched.Add(new TouchedRows(id, lease, ran));
            resources.Add(new ResourceFacts(id)
            {
                Service = service?.Name,
                ServiceSize = service?.ResourceCount,
                Subscription = ArmId.SubscriptionOf(id),
                Budget = budget,
                Lease = lease.Value,
                LeaseUnreadable = lease.Unreadable,
                History = ran.Or(new RunHistory(id, [])),
            });
        }

        var kill = await control.ReadAsync<KillSwitchState>(ControlPartition.KillSwitchRow, cancellationToken);
        return new ControlSnapshot
        {
            Fence = fence,
            Recent = recent,
            Spend = spend,
            Playbook = playbook,
            Called = called,
            Action = action,
            Touched = touched,
            Facts = asked with
            {
                Resources = resources,
                OwnIdentities = around.OwnIdentities,
                KillSwitch = kill.Or(KillSwitchState.NeverSet),
                Holds = holds.Any(h => h.Unreadable) ? null : [.. holds.Select(h => h.Value!)],
                Leases = held,
                Recent = recent.Or(new ActionCount([])),
                Spend = spend.Or(SpendBook.Empty),
                PlaybookBreaker = playbook.Or(Breaker.Fresh(BreakerKind.Playbook, asked.Playbook)),
                CalledBreakers = [.. asked.Called.Where(c => c != asked.Playbook).Distinct(StringComparer.Ordinal).Zip(called, (name, row) => row.Or(Breaker.Fresh(BreakerKind.Playbook, name)))],
                ActionBreaker = action.Or(Breaker.Fresh(BreakerKind.Action, asked.Action)),
            },
        };
    }
}

/// <summary>The rows of one resource.</summary>
internal sealed record TouchedRows(string Resource, ControlRow<Lease> Lease, ControlRow<RunHistory> Ran);

using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>What must hold whenever a simulated run begins an operation.</summary>
internal sealed class RunRules(SimulatedRun run)
{
    private readonly HashSet<string> _begunItems = new(StringComparer.Ordinal);

    /// <summary>It is held, planned and, where it must be, approved.</summary>
    internal void MayStart(string step, bool held)
    {
        Assert.True(held, $"{step} is started without holding its resources.");
        if (step.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal))
        {
            return;
        }

        var plan = run.LastPlan(step);
        ReservedBeforePlanned(step, plan);
        if (!StepFlow.NeedsApproval(RunTree.Of(run.File)!.Find(step)!, plan.Plan))
        {
            return;
        }

        var asked = run.LastAsked(step);
        Assert.NotNull(asked);
        var decisions = run.Entries.Select(e => e.Fact).OfType<Fact.Decided>().Where(d => string.Equals(d.ApprovalId, asked.ApprovalId, StringComparison.Ordinal)).ToList();
        var round = RunState.Of(run.File).Step(step).Round!;
        var withdrawn = run.Entries.Select(e => e.Fact).OfType<Fact.ApprovalWithdrawn>().Where(w => string.Equals(w.ApprovalId, asked.ApprovalId, StringComparison.Ordinal)).Select(w => w.By).ToList();
        var standing = decisions.Where(d => d.Outcome == DecisionOutcome.Approved && (round.Begun || !withdrawn.Contains(d.By, StringComparer.OrdinalIgnoreCase))).ToList();
        var people = standing.Where(d => string.Equals(d.PlanHash, plan.PlanHash, StringComparison.Ordinal) && !Actors.IsReserved(d.By)).Select(d => d.By).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        Assert.True(people >= asked.Quorum || (people >= 2 && standing.Exists(d => d.BreakGlass == true)), $"{step} is started with {people} of {asked.Quorum} approvals of this plan.");
        if (!round.Begun)
        {
            Assert.All(round.Decisions.Select(d => d.Window).OfType<ApprovalWindow>(), w => Assert.InRange(run.Now, w.From, w.To));
        }

        Assert.DoesNotContain(decisions, d => d.Outcome is DecisionOutcome.Voided or DecisionOutcome.TimedOut);
        Assert.Empty((plan.Verdicts ?? []).Beyond(asked.Questions ?? []));
    }

    private void ReservedBeforePlanned(string step, Fact.Planned plan)
    {
        var reserved = run.Entries.ToList().FindLastIndex(e => e.Fact is Fact.Reserved r && string.Equals(r.StepId, step, StringComparison.Ordinal));
        Assert.True(reserved >= 0 && reserved < run.Entries.ToList().FindIndex(e => ReferenceEquals(e.Fact, plan)), $"{step} is started without a reservation and a plan after it.");
    }

    /// <summary>Never two operations on one resource, nor more items of a list at a time than its author allows.</summary>
    internal void Alone(string step)
    {
        var state = RunState.Of(run.File);
        var unsettled = state.Steps.Where(s => s.Operation?.Unsettled == true).ToList();
        var target = run.TargetOf(step);
        Assert.DoesNotContain(unsettled, s => string.Equals(s.Operation!.Intended.Plan.Target.ResourceId, target, StringComparison.Ordinal));
        foreach (var loop in RunTree.Of(run.File)!.Nodes.Values.Where(n => n.Kind == NodeKind.Loop && step.StartsWith($"{n.Id}[", StringComparison.Ordinal)))
        {
            var mine = step[..(step.IndexOf(']', loop.Id.Length) + 1)];
            var others = loop.Children.Where(c => c.Id != mine && unsettled.Exists(s => In(s.Id, c.Id))).ToList();
            Assert.True(others.Count < loop.Step.ForEach!.Concurrency, $"{loop.Id} does {others.Count + 1} at a time.");
            if (state.Steps.Any(s => In(s.Id, mine) && s.Operations.Count > 0))
            {
                continue; // it has begun already
            }

            MayBegin(state, loop, mine);
        }
    }

    private void MayBegin(RunState state, RunNode loop, string mine)
    {
        var known = _begunItems.Add(mine);
        var items = loop.Children.Count;
        if (loop.Step.IsAction && known)
        {
            var failed = loop.Children.Count(c => state.Step(c.Id).Operation?.State == OperationState.Failed);
            Assert.True(failed <= loop.Step.ForEach!.MaxErrors.Of(items) || state.Evaluated(mine) is not null || state.HasBegun(mine), $"{mine} is begun after {failed} of {items} failed.");
        }

        if (loop.Step is { IsAction: true, Canary: not null } && mine != loop.Children[0].Id)
        {
            var canary = state.Step(loop.Children[0].Id);
            Assert.True(
                canary.LastVerify is { State: SignalState.Healthy } look && look.At - canary.HealthySince >= loop.Step.Canary.Bake,
                $"{mine} is begun before the canary proved itself.");
        }
    }

    private static bool In(string id, string node) => id == node || id.StartsWith($"{node}/", StringComparison.Ordinal);

    /// <summary>What was done last is taken back first.</summary>
    internal void UndoOrder(IReadOnlyList<string> undone)
    {
        var executed = RunState.Of(run.File).Executed.Select(e => RunState.UndoPrefix + e.Step.Id).Reverse().ToList();
        Assert.Equal(executed.Take(undone.Count), undone);
    }
}

using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>
/// Carries out the interpreter's commands in a world of chance: Azure, people, guardrails, the signal and crashes answer as
/// the choices say. It knows the truth about every operation and checks each command against it.
/// </summary>
internal sealed class SimulatedRun(Choices choices, PinnedPlaybook playbook)
{
    private const int MaxCommands = 2000;
    private readonly List<JournalEntry> _entries = [];
    private readonly Dictionary<string, bool> _mayHaveEffect = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _operations = new(StringComparer.Ordinal);
    private readonly List<string> _undone = [];
    private IncidentStatus _status = IncidentStatus.Open;
    private int _world = 2;
    private bool _held;
    private bool _closedByPerson;
    private long _fence;
    private RunRules? _rules;

    internal DateTimeOffset Now { get; private set; } = Samples.Now;

    private RunRules Rules => _rules ??= new RunRules(this);

    internal IReadOnlyList<JournalEntry> Entries => _entries;

    internal List<Command> Commands { get; } = [];

    internal IncidentStatus Status => _status;

    internal IncidentFile File => new(
        Samples.Seed(_status) with { LastSequence = _entries.Count },
        "1",
        [.. _entries],
        _entries.Exists(e => e.Fact is Fact.PlaybookChosen) ? playbook : null);

    internal SimulatedRun ToTheEnd()
    {
        Write("opened", new Fact.Opened(Samples.Alert()), by: Actors.System);
        for (var i = 0; i < MaxCommands; i++)
        {
            var command = Interpreter.Advance(File, Now);
            Assert.Equal(command, Interpreter.Advance(File, Now));
            Commands.Add(command);
            if (command.Kind == CommandKind.Done)
            {
                Assert.Equal(IncidentStatus.Closed, _status);
                return this;
            }

            CarryOut(command);
        }

        Assert.Fail($"The run does not end: {string.Join(", ", Commands.TakeLast(12).Select(c => c.Key))}");
        return this;
    }

    private void CarryOut(Command command)
    {
        if (command.Kind == CommandKind.Wait)
        {
            Wait(command);
            return;
        }

        if (choices.OneIn(12))
        {
            return; // the activity died before it wrote anything; the loop asks again
        }

        Now += TimeSpan.FromSeconds(choices.Pick(4));
        var step = command.StepId ?? string.Empty;
        switch (command.Kind)
        {
            case CommandKind.Classify:
                Write($"{command.Key}:route", RouteOf(choices.Pick(3) switch { 1 => Urgency.Ticket, 2 => Urgency.Record, _ => Urgency.Page }));
                Write(command, choices.OneIn(20)
                    ? new Fact.NoPlaybook("Nothing fits.")
                    : new Fact.PlaybookChosen(playbook.Playbook.Name, playbook.Playbook.Version, playbook.Hash, "It fits."));
                break;
            case CommandKind.Reroute:
                Write(command, RouteOf(choices.OneIn(2) ? Urgency.Page : Urgency.Ticket));
                break;
            case CommandKind.Reserve:
                Reserve(command, step);
                break;
            case CommandKind.Evaluate:
                Evaluate(command, step);
                break;
            case CommandKind.Verify:
                Write(command, new Fact.TargetSeen(step, choices.Pick(6) switch { 1 or 2 => TargetState.Different, 3 => TargetState.Unknown, _ => TargetState.AsPlanned }, "looked"));
                break;
            case CommandKind.Snapshot:
                Write(command, new Fact.SnapshotTaken(step, "cpu", null, [], "none"));
                break;
            case CommandKind.Plan:
                Write(command, PlanOf(command, step));
                break;
            case CommandKind.Ask:
                Ask(command, step);
                break;
            case CommandKind.TimeOut or CommandKind.Void:
                Decide(command, step);
                break;
            case CommandKind.ReadSignal:
                Read(command, step);
                break;
            case CommandKind.Start:
                Start(command, step);
                break;
            case CommandKind.Poll:
                Write(command, new Fact.Polled(step, choices.Pick(5) switch { 0 => PollOutcome.Succeeded, 1 => PollOutcome.Failed, 2 => PollOutcome.Unknown, _ => PollOutcome.Running }, "looked", null));
                break;
            case CommandKind.SetTtl:
                Write(command, new Fact.TtlSet(step, Now + TimeSpan.FromHours(2)));
                break;
            case CommandKind.Release:
                Assert.True(_closedByPerson || RunState.Of(File).Steps.All(s => s.Operation?.Unsettled != true), "A lease was given back while an operation is unfinished.");
                _held = false;
                Write(command, new Fact.Released(command.Reason));
                break;
            case CommandKind.Notify:
                Write(command, new Fact.Notified(command.Target!, "teams", !choices.OneIn(5), "200"));
                break;
            case CommandKind.Escalate:
                Write(command, new Fact.EscalatedTo(command.Reason));
                break;
            case CommandKind.Judge:
                Write(command, new Fact.Noted("judged"));
                break;
            case CommandKind.Conclude:
                Write(command, new Fact.Ended(command.Reason));
                break;
            default:
                Assert.Fail($"Nobody carries out {command.Kind}.");
                break;
        }
    }

    private void Wait(Command command)
    {
        switch (choices.Pick(8))
        {
            case 1:
                Write($"clear:{_entries.Count}", new Fact.AllClear("a-1"), by: Actors.System);
                return;
            case 2:
                Write($"joined:{_entries.Count}", new Fact.AlertJoined(Samples.Alert("a-2") with { Rule = $"rule-{choices.Pick(3)}" }), by: Actors.System);
                return;
            case 3 or 4 or 5:
                PersonDecides();
                return;
            case 6:
                _world++; // somebody else changes the target
                return;
            case 7 when choices.OneIn(6) && _status is not (IncidentStatus.Resolved or IncidentStatus.Closed):
                Write($"taken-over:{_entries.Count}", new Fact.EscalatedTo("I take it."), IncidentStatus.Escalated, "ana");
                return;
            default:
                break;
        }

        if (command.Until is { } until)
        {
            Assert.True(until > Now, $"{command.Key} waits for the past.");
            Now = until;
        }
        else if (!_entries.Exists(e => e.Fact is Fact.AllClear))
        {
            Write($"clear:{_entries.Count}", new Fact.AllClear("a-1"), by: Actors.System);
        }
        else
        {
            _closedByPerson = true;
            Write($"closed:{_entries.Count}", new Fact.Ended("Done by hand."), IncidentStatus.Closed, "ana");
        }
    }

    private static Fact.Routed RouteOf(Urgency urgency) => new(urgency, ["ana"], "by name", "r", "w", Severity.Sev1);

    private void PersonDecides()
    {
        var all = _entries.Select(e => e.Fact).OfType<Fact.Asked>().Reverse().ToList();
        if (all.Count == 0)
        {
            return;
        }

        var asked = all[choices.Pick(Math.Min(3, all.Count))];

        string[] people = ["ana", "ben", "maria", Actors.Automation, "ANA"];
        var hash = choices.OneIn(10) ? "another" : asked.PlanHash;
        var outcome = choices.OneIn(4) ? DecisionOutcome.Rejected : DecisionOutcome.Approved;
        var by = people[choices.Pick(people.Length)];
        if (choices.OneIn(8))
        {
            Write($"withdrawn:{asked.ApprovalId}:{by}", new Fact.ApprovalWithdrawn(asked.StepId, asked.ApprovalId, by, "no"), by: by);
            return;
        }

        Write(
            $"decided:{asked.ApprovalId}:{by}",
            new Fact.Decided(asked.StepId, asked.ApprovalId, hash, outcome, by, "ok")
            {
                Window = choices.OneIn(8) ? new ApprovalWindow(null, Now.AddMinutes(choices.Pick(30)), Now.AddMinutes(30 + choices.Pick(30))) : null,
                BreakGlass = choices.OneIn(12) ? true : null,
            },
            by: by);
    }

    private void Reserve(Command command, string step)
    {
        if (choices.OneIn(15))
        {
            Write(command, new Fact.Refused(step, ["cooldown: too soon"]));
            return;
        }

        _held = true;
        Write(command, new Fact.Reserved(step, ++_fence, [TargetOf(step)]));
    }

    private void Evaluate(Command command, string step)
    {
        if (command.Target == EvaluateTargets.Outputs)
        {
            Write(command, new Fact.OutputsKnown(step, new JsonObject { ["count"] = 4 }, choices.OneIn(10) ? "no such key" : null));
            return;
        }

        var node = RunTree.Of(File)!.Find(step)!;
        Assert.True(node.HasInputs, $"{step} has nothing to evaluate.");
        Write(command, choices.Pick(12) switch
        {
            1 => new Fact.Evaluated(step, Skipped: "It does not hold."),
            2 when choices.OneIn(2) => new Fact.Evaluated(step, Error: "no such key"),
            _ when node.Kind == NodeKind.Loop => new Fact.Evaluated(step, Items: [.. Enumerable.Range(1, 1 + choices.Pick(4)).Select(i => $"{Samples.Resource}-{i}")]),
            _ => new Fact.Evaluated(step, With: With(node.Step)),
        });
    }

    private JsonObject With(Step step)
    {
        var with = (JsonObject)step.With.DeepClone();
        if (with.ContainsKey("that"))
        {
            with["that"] = !choices.OneIn(5);
        }

        return with;
    }

    internal string TargetOf(string step) => StepInRun.Find(File, step)!.Resource!;

    private Fact PlanOf(Command command, string step)
    {
        var plan = PlanOn(step, _world, _world + 2);
        return choices.Pick(12) switch
        {
            1 => new Fact.PlanFailed(step, command.Attempt, "500", true, null),
            2 when choices.OneIn(3) => new Fact.PlanFailed(step, command.Attempt, "404", false, null),
            3 when choices.OneIn(3) => new Fact.Refused(step, ["protected: a lock"]),
            4 or 5 when command.Attempt > 1 && StepInRun.Find(File, step)!.Step.Approval is not null =>
                new Fact.Planned(step, command.Attempt, plan, PlanHash.Of("test", playbook.Hash, plan), [Verdict.Ask("freeze", "It began.", $"w{choices.Pick(2)}")]),
            _ => new Fact.Planned(step, command.Attempt, plan, PlanHash.Of("test", playbook.Hash, plan)),
        };
    }

    private ActionPlan PlanOn(string step, int before, int after) =>
        Samples.Plan(before, after) with { Target = new ActionTarget(TargetOf(step), "5f1d", "vmss") };

    private void Ask(Command command, string step)
    {
        var approval = StepInRun.Find(File, step)!.Step.Approval!;
        Write(command, new Fact.Asked(
            step, IncidentRun.ApprovalId(Samples.IncidentId, step, command.Attempt), LastPlan(step).PlanHash, approval.Approvers, approval.Quorum, Now + approval.Deadline,
            RunState.Of(File).Step(step).Verdicts.Asked())
        {
            Terms = choices.OneIn(2)
                ? null
                : new ApprovalTerms
                {
                    RemindAt = Now + (approval.Deadline / 2),
                    Levels = [new ApproverLevel(Now + (approval.Deadline / 3), ["role:leads"])],
                    OnTimeout = choices.OneIn(2) ? TimeoutOutcome.Reject : TimeoutOutcome.Escalate,
                },
        });
    }

    private void Decide(Command command, string step)
    {
        var asked = LastAsked(step)!;
        var outcome = command.Kind == CommandKind.Void ? DecisionOutcome.Voided : DecisionOutcome.TimedOut;
        Assert.True(outcome == DecisionOutcome.Voided || Now > asked.Deadline, "Timed out before the deadline.");
        Write(command, new Fact.Decided(step, asked.ApprovalId, asked.PlanHash, outcome, Actors.Automation, command.Reason));
    }

    private void Read(Command command, string step)
    {
        var purpose = Enum.Parse<SignalPurpose>(command.Target!);
        var good = purpose == SignalPurpose.Before ? SignalState.Firing : SignalState.Healthy;
        var bad = purpose == SignalPurpose.Before ? SignalState.Healthy : SignalState.Firing;
        Write(command, new Fact.SignalRead(step, purpose, choices.Pick(6) switch { 1 or 2 => bad, 3 => SignalState.Unknown, _ => good }, 1, "read"));
    }

    private void Start(Command command, string step)
    {
        var id = IncidentRun.OperationId(Samples.IncidentId, step, command.Attempt);
        var begun = _operations.TryGetValue(step, out var list) ? list : _operations[step] = [];
        foreach (var other in begun.Where(o => !string.Equals(o, id, StringComparison.Ordinal)))
        {
            Assert.False(_mayHaveEffect[other], $"{id} is begun while {other} may have taken effect.");
        }

        Rules.MayStart(step, _held);
        var adopting = begun.Contains(id);
        if (!adopting)
        {
            Rules.Alone(step);
            begun.Add(id);
            _mayHaveEffect[id] = false;
            var plan = step.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal) ? PlanOn(step, _world, _world - 2) : LastPlan(step).Plan;
            Write($"intent:{id}", new Fact.Intended(step, id, plan, PlanHash.Of("test", playbook.Hash, plan), _fence));
            if (step.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal))
            {
                _undone.Add(step);
                Rules.UndoOrder(_undone);
            }
        }

        if (adopting && _mayHaveEffect[id])
        {
            Write(command, choices.OneIn(3)
                ? new Fact.StartFailed(step, id, StartOutcome.Doubtful, "cannot tell", null)
                : new Fact.Started(step, id, null, null, null, true));
            return;
        }

        var sent = choices.Pick(10);
        _mayHaveEffect[id] = sent is 0 or > 5 || (sent is 4 or 5 && choices.OneIn(2));
        switch (sent)
        {
            case 1:
                Write(command, new Fact.StartFailed(step, id, StartOutcome.Refused, "403", null));
                break;
            case 2:
                Write(command, new Fact.StartFailed(step, id, StartOutcome.Throttled, "429", TimeSpan.FromSeconds(choices.Pick(200))));
                break;
            case 3:
                _world++;
                Write(command, new Fact.StartFailed(step, id, StartOutcome.Changed, "412", null));
                break;
            case 4:
                Write(command, new Fact.StartFailed(step, id, StartOutcome.Doubtful, "no answer", null));
                break;
            case 5:
                break; // died between Azure's answer and our record
            default:
                Write(command, new Fact.Started(step, id, "https://management/op", null, null, false));
                break;
        }
    }

    internal Fact.Planned LastPlan(string step) =>
        _entries.Select(e => e.Fact).OfType<Fact.Planned>().Last(p => string.Equals(p.StepId, step, StringComparison.Ordinal));

    internal Fact.Asked? LastAsked(string step) =>
        _entries.Select(e => e.Fact).OfType<Fact.Asked>().LastOrDefault(p => string.Equals(p.StepId, step, StringComparison.Ordinal));

    private void Write(Command command, Fact fact) =>
        Write(command.Key, fact, fact is Fact.Refused ? null : CommandStatus.Of(command));

    private void Write(string key, Fact fact, IncidentStatus? to = null, string by = Actors.Automation)
    {
        if (_entries.Exists(e => string.Equals(e.Key, key, StringComparison.Ordinal)))
        {
            return; // as the journal does
        }

        var status = to ?? _status;
        IncidentTransitions.Check(Samples.IncidentId, _status, status);
        _status = status;
        _entries.Add(new JournalEntry(_entries.Count + 1, key, Now, by, fact.GetType().Name, fact, status, AuditChain.Origin, AuditChain.Origin));
    }
}

using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

public sealed class UndoLedgerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly List<JournalEntry> _entries = [];

    public UndoLedgerTests()
    {
        Write(new Fact.Opened(Samples.Alert()));
        Write(new Fact.PlaybookChosen("scale-out-vmss", "1.0.0", Pinned.Hash, "It fits."));
        Write(new Fact.Reserved("one", 1, [Samples.Resource]));
    }

    private static PinnedPlaybook Pinned { get; } = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step("one"), Samples.Step("two"));

    private IncidentFile File => new(Samples.Seed(), "1", [.. _entries], Pinned);

    private DateTimeOffset Now => _entries[^1].At;

    [Fact]
    public void Changes_stand_newest_first_and_what_had_no_effect_is_none()
    {
        Done("one");
        Done("two", 4, 6);
        Write(new Fact.Intended("three", "op-three", Samples.Plan(), "h", 1));
        Write(new Fact.StartFailed("three", "op-three", StartOutcome.Refused, "no", null));

        Assert.Equal(["two", "one"], UndoLedger.Of(File).Select(e => e.StepId));
        Assert.All(UndoLedger.Of(File), e => Assert.Equal(UndoState.Open, e.State));
    }

    [Fact]
    public void What_is_not_finished_is_under_way_and_what_leaves_nothing_or_cannot_go_back_says_so()
    {
        Write(new Fact.Intended("one", "op-one", Samples.Plan(), "h", 1));
        Assert.Equal(UndoState.UnderWay, StateOf("one"));

        Done("two", reversibility: Reversibility.NoLastingChange);
        Done("three", reversibility: Reversibility.Irreversible);
        Assert.Equal((UndoState.NothingLeft, UndoState.Irreversible), (StateOf("two"), StateOf("three")));
    }

    [Fact]
    public void What_the_run_took_back_or_its_expiry_gave_back_is_taken_back()
    {
        Done("one");
        Done("two", 4, 6);
        Write(new Fact.Intended("undo/two", "op-undo", Samples.Plan(6, 4), "h", 1));
        Write(new Fact.Started("undo/two", "op-undo", null, null, null, false));
        Assert.Equal(UndoState.UnderWay, StateOf("two"));
        Write(new Fact.Polled("undo/two", PollOutcome.Succeeded, "done", null));
        Write(new Fact.Expiry("one", new Fact.Ended("It was given back.")));

        Assert.Equal((UndoState.TakenBack, UndoState.TakenBack), (StateOf("one"), StateOf("two")));
    }

    [Fact]
    public void A_persons_undo_is_under_way_until_it_ends_or_a_person_has_it()
    {
        Done("one");
        Write(new Fact.UndoAsked(1, [new UndoStep("one", "op-one", "h")], "h", "ana", "why"));
        Assert.Equal(UndoState.UnderWay, StateOf("one"));
        Write(new Fact.Expiry("one", new Fact.EscalatedTo("A lock."), 1));
        Assert.Equal(UndoState.Open, StateOf("one"));
        Write(new Fact.UndoAsked(2, [new UndoStep("one", "op-one", "h")], "h", "ana", "why"));
        Write(new Fact.Expiry("one", new Fact.Ended("done"), 2));
        Assert.Equal(UndoState.TakenBack, StateOf("one"));
    }

    [Fact]
    public void A_change_below_a_newer_one_of_the_same_resource_is_confirmed_by_the_ledger()
    {
        Done("one");
        Done("two", 4, 6);
        var entries = UndoLedger.Of(File);

        Assert.False(UndoHash.IsAfterAnother(entries, "two"));
        Assert.True(UndoHash.IsAfterAnother(entries, "one"));
        var below = UndoHash.Of("test", Pinned.Hash, entries[1].Operation.Plan, null);
        Assert.NotEqual(below, UndoHash.Of("test", Pinned.Hash, entries[1].Operation.Plan, Samples.Plan(4, 2)));
        Assert.NotEqual(
            UndoHash.OfAll("INC-1", [new UndoStep("one", "a", "1"), new UndoStep("two", "b", "2")]),
            UndoHash.OfAll("INC-1", [new UndoStep("two", "b", "2"), new UndoStep("one", "a", "1")]));
    }

    [Fact]
    public void A_persons_undo_begins_at_once_looks_at_the_target_and_then_it_is_over()
    {
        Done("one");
        Assert.Equal(ExpiryMoveKind.Start, Move().Kind);
        Expiry(new Fact.Intended("one", "op-u", Samples.Plan(4, 2), "h", 2));
        Assert.Equal(ExpiryMoveKind.Start, Move().Kind);
        Expiry(new Fact.Started("one", "op-u", null, null, null, false));
        Assert.Equal(ExpiryMoveKind.Wait, Move().Kind);
        Expiry(new Fact.Polled("one", PollOutcome.Succeeded, "done", null));
        Assert.Equal(ExpiryMoveKind.Verify, Move().Kind);
        Expiry(new Fact.TargetSeen("one", TargetState.Unknown, "cannot be read"));
        Assert.Equal(ExpiryMoveKind.Wait, Move().Kind);
        Expiry(new Fact.TargetSeen("one", TargetState.AsPlanned, "capacity is 2"));
        Assert.Equal(ExpiryMoveKind.Done, Move().Kind);

        // The expiry of the same change finds nothing left to do.
        Expiry(new Fact.Ended("done"));
        var expiry = ExpiryFlow.Next(File, new TtlOrder(Samples.IncidentId, "one", Now.AddHours(2)), Now);
        Assert.Equal((ExpiryMoveKind.Done, "A person took it back already."), (expiry.Kind, expiry.Reason));
    }

    [Fact]
    public void A_target_that_is_not_as_before_and_a_refusal_that_stays_are_a_persons_matter()
    {
        Done("one");
        Expiry(new Fact.Refused("one", ["resource-lease: INC-2 holds it."]));
        Assert.Equal(ExpiryMoveKind.Wait, Move().Kind);
        for (var i = 0; i < 3; i++)
        {
            Expiry(new Fact.Refused("one", ["resource-lease: INC-2 holds it."]));
        }

        Assert.Equal((ExpiryMoveKind.Tell, "resource-lease: INC-2 holds it."), (Move().Kind, Move().Reason));

        Expiry(new Fact.Started("one", "op-u", null, null, null, false));
        Expiry(new Fact.Polled("one", PollOutcome.Succeeded, "done", null));
        Expiry(new Fact.TargetSeen("one", TargetState.Different, "capacity is 3"));
        Assert.Equal(ExpiryMoveKind.Tell, Move().Kind);
    }

    [Fact]
    public void The_level_that_was_recorded_bounds_the_run_and_never_raises_it()
    {
        Assert.Equal(Autonomy.Auto, DryRun.AutonomyOf(Chosen(Autonomy.Auto, null)));
        Assert.Equal(Autonomy.Approve, DryRun.AutonomyOf(Chosen(Autonomy.Auto, Autonomy.Approve)));
        Assert.Equal(Autonomy.Shadow, DryRun.AutonomyOf(Chosen(Autonomy.Auto, Autonomy.Shadow)));
        Assert.Equal(Autonomy.Approve, DryRun.AutonomyOf(Chosen(Autonomy.Approve, Autonomy.Auto)));
        Assert.True(DryRun.NeedsApproval(Chosen(Autonomy.Auto, Autonomy.Approve), "one", Samples.Plan()));
        Assert.False(DryRun.NeedsApproval(Chosen(Autonomy.Auto, null), "one", Samples.Plan()));
    }

    private static IncidentFile Chosen(Autonomy declared, Autonomy? level)
    {
        var pinned = Samples.Playbook(declared, Risk.Low, Samples.Step("one"));
        Fact[] facts = [new Fact.Opened(Samples.Alert()), new Fact.PlaybookChosen("scale-out-vmss", "1.0.0", pinned.Hash, "It fits.", level)];
        return new(
            Samples.Seed(),
            "1",
            [.. facts.Select((f, i) => new JournalEntry(i + 1, $"k{i}", Samples.Now, Actors.Automation, "x", f, IncidentStatus.Open, AuditChain.Origin, AuditChain.Origin))],
            pinned);
    }

    private UndoState StateOf(string step) => UndoLedger.Of(File).Single(e => e.StepId == step).State;

    private ExpiryMove Move() => ExpiryFlow.Next(File, new TtlOrder(Samples.IncidentId, "one", Samples.Now, 1), Now + Second);

    private void Expiry(Fact what) => Write(new Fact.Expiry("one", what, 1));

    private void Done(string step, int before = 2, int after = 4, Reversibility reversibility = Reversibility.Reversible)
    {
        Write(new Fact.Intended(step, $"op-{step}", Samples.Plan(before, after, reversibility), "h", 1));
        Write(new Fact.Started(step, $"op-{step}", null, null, null, false));
        Write(new Fact.Polled(step, PollOutcome.Succeeded, "done", null));
    }

    private void Write(Fact fact) => _entries.Add(new JournalEntry(
        _entries.Count + 1, $"k{_entries.Count}", Samples.Now.AddSeconds(_entries.Count), Actors.Automation, "x", fact, IncidentStatus.Open, AuditChain.Origin, AuditChain.Origin));
}

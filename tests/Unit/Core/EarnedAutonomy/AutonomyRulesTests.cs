using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.EarnedAutonomy;

public sealed class AutonomyRulesTests
{
    private const string Class = "Microsoft.Compute/virtualMachineScaleSets";
    private const int Needed = 3;

    [Fact]
    public void A_playbook_starts_with_approvals_unless_it_declares_otherwise_and_never_above_its_ceiling()
    {
        Assert.Equal(Autonomy.Approve, AutonomyRules.Fresh(Pinned(Autonomy.Auto), Class, Samples.Now).Level);
        Assert.Equal(Autonomy.Auto, AutonomyRules.Fresh(Pinned(Autonomy.Auto, Autonomy.Auto), Class, Samples.Now).Level);
        Assert.Equal(Autonomy.Shadow, AutonomyRules.Fresh(Pinned(Autonomy.Shadow, Autonomy.Auto), Class, Samples.Now).Level);
    }

    [Fact]
    public void Enough_agreeing_and_verified_runs_in_a_row_propose_the_next_level_and_a_person_grants_it()
    {
        var record = Fresh(Autonomy.Auto);
        for (var i = 0; i < Needed; i++)
        {
            Assert.Null(record.Proposed);
            Assert.NotNull(AutonomyRules.Promote(record, Autonomy.Auto, "ana", "why not", Samples.Now).Refusal);
            record = AutonomyRules.After(record, Autonomy.Auto, Good(i), Needed);
        }

        Assert.Equal((Autonomy.Approve, Autonomy.Auto), (record.Level, record.Proposed));
        var (granted, refusal) = AutonomyRules.Promote(record, Autonomy.Auto, "ana", "It was right three times.", Samples.Now);
        Assert.Null(refusal);
        Assert.Equal((Autonomy.Auto, null, 0), (granted!.Level, granted.Proposed, granted.Agreeing));
        Assert.Contains("ana", granted.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejection_starts_the_count_anew_and_takes_no_level()
    {
        var record = AutonomyRules.After(AutonomyRules.After(Fresh(Autonomy.Auto), Autonomy.Auto, Good(1), Needed), Autonomy.Auto, Good(2), Needed);
        record = AutonomyRules.After(record, Autonomy.Auto, Verdict(3, Agreement.Disagreed, RunOutcome.None), Needed);

        Assert.Equal((Autonomy.Approve, 0), (record.Level, record.Agreeing));
    }

    [Fact]
    public void One_bad_outcome_takes_a_level_and_the_proposal_at_once()
    {
        var record = Fresh(Autonomy.Auto) with { Agreeing = Needed, Proposed = Autonomy.Auto };
        record = AutonomyRules.After(record, Autonomy.Auto, Verdict(9, Agreement.Agreed, RunOutcome.Bad), Needed);

        Assert.Equal((Autonomy.Shadow, null, 0), (record.Level, record.Proposed, record.Agreeing));
    }

    [Fact]
    public void What_looked_good_and_a_person_took_back_later_was_bad_and_that_is_counted_once()
    {
        var record = AutonomyRules.After(Fresh(Autonomy.Auto) with { Level = Autonomy.Auto }, Autonomy.Auto, Good(1), Needed);
        var after = AutonomyRules.After(record, Autonomy.Auto, Verdict(1, Agreement.Agreed, RunOutcome.Bad), Needed);

        Assert.Equal((Autonomy.Approve, 0, 1), (after.Level, after.Agreeing, after.Verdicts.Count));
        Assert.Same(after, AutonomyRules.After(after, Autonomy.Auto, Verdict(1, Agreement.Agreed, RunOutcome.Bad), Needed));
        Assert.Same(after, AutonomyRules.After(after, Autonomy.Auto, Good(1), Needed));
    }

    [Fact]
    public void What_a_run_changed_stands_with_its_verdict_so_that_it_can_be_told_again()
    {
        var record = AutonomyRules.After(Fresh(Autonomy.Auto) with { Level = Autonomy.Auto }, Autonomy.Auto, Verdict(1, Agreement.None, RunOutcome.Bad), Needed);
        Assert.Contains("may only Approve from now on", record.Verdicts[0].Effect, StringComparison.Ordinal);

        for (var i = 2; i < 2 + Needed; i++)
        {
            record = AutonomyRules.After(record, Autonomy.Auto, Good(i), Needed);
        }

        Assert.Contains("has earned Auto", record.Verdicts[0].Effect, StringComparison.Ordinal);
        Assert.Null(record.Verdicts[1].Effect);
    }

    [Fact]
    public void Another_content_earns_anew()
    {
        var known = Fresh(Autonomy.Auto) with { Level = Autonomy.Auto, Agreeing = 2 };
        var edited = PlaybookHash.Pin(Pinned(Autonomy.Auto).Playbook with { Version = "2.0.0" });

        Assert.Equal((Autonomy.Auto, 2), (For(Pinned(Autonomy.Auto)).Level, For(Pinned(Autonomy.Auto)).Agreeing));
        Assert.Equal((Autonomy.Approve, 0), (For(edited).Level, For(edited).Agreeing));

        TrackRecord For(PinnedPlaybook pinned) => AutonomyRules.For(pinned, Class, known, Samples.Now);
    }

    [Fact]
    public void Whatever_happens_the_level_stays_below_the_ceiling_rises_only_by_a_person_and_a_run_counts_once()
    {
        var verdicts = Gen.Elements(
            from agreement in Enum.GetValues<Agreement>() from outcome in Enum.GetValues<RunOutcome>() select (agreement, outcome)).ListOf();
        Prop.ForAll(
            verdicts.ToArbitrary(),
            Gen.Elements(Enum.GetValues<Autonomy>()).ToArbitrary(),
            (runs, ceiling) =>
            {
                var record = Fresh(ceiling);
                foreach (var (run, i) in runs.Select((r, i) => (r, i)))
                {
                    var verdict = Verdict(i, run.agreement, run.outcome);
                    var next = AutonomyRules.After(record, ceiling, verdict, Needed);
                    if (next.Level > record.Level || next.Level > ceiling || next.Proposed > ceiling || next.Agreeing < 0
                        || !ReferenceEquals(next, AutonomyRules.After(next, ceiling, verdict, Needed))
                        || (run.outcome == RunOutcome.Bad && record.Level > Autonomy.Shadow && next.Level >= record.Level))
                    {
                        return false;
                    }

                    record = next;
                }

                return true;
            }).QuickCheckThrowOnFailure();
    }

    private static PinnedPlaybook Pinned(Autonomy ceiling, Autonomy? start = null) =>
        PlaybookHash.Pin(Samples.Playbook(ceiling, Risk.Low, Samples.Step()).Playbook with { StartsAt = start });

    private static TrackRecord Fresh(Autonomy ceiling) => AutonomyRules.Fresh(Pinned(ceiling), Class, Samples.Now);

    private static RunVerdict Good(int n) => Verdict(n, Agreement.Agreed, RunOutcome.Good);

    private static RunVerdict Verdict(int n, Agreement agreement, RunOutcome outcome) => new($"INC-{n}", agreement, outcome, Samples.Now, "x");
}

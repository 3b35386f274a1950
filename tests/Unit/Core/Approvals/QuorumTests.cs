using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Approvals;

public sealed class QuorumTests
{
    private static readonly string[] People = ["ana", "ben", "maria", "zoe", "ANA"];
    private static readonly Fact.Asked Question = new("s", "INC-1.s.1", "hash", ["role:on-call"], 2, Samples.Now.AddMinutes(30));

    [Fact]
    public void The_same_decisions_and_withdrawals_come_to_the_same_in_every_order() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000),
            Prop.ForAll(Said.ToArbitrary(), ArbMap.Default.ArbFor<int>(), (said, seed) =>
            {
                var facts = OnePerPerson(said);
                var shuffled = (Fact[])facts.Clone();
                new Random(seed).Shuffle(shuffled);
                var (straight, mixed) = (Fold(facts), Fold(shuffled));

                Assert.Equal(straight.Final, mixed.Final);
                Assert.Equal(straight.Approvals, mixed.Approvals);
                Assert.Equal(straight.Window?.From, mixed.Window?.From);
                Assert.Equal(straight.Window?.To, mixed.Window?.To);
            }));

    [Fact]
    public void Nothing_is_approved_by_fewer_different_people_than_are_needed() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000),
            Prop.ForAll(Said.ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), (said, quorum) =>
            {
                var round = Fold([.. said], Question with { Quorum = quorum });
                var withdrawn = said.OfType<Fact.ApprovalWithdrawn>().Select(w => w.By).ToHashSet(StringComparer.OrdinalIgnoreCase);
                var yes = said.OfType<Fact.Decided>().Where(d => d.Outcome == DecisionOutcome.Approved && !withdrawn.Contains(d.By)).ToList();
                var people = yes.Select(d => d.By).Distinct(StringComparer.OrdinalIgnoreCase).Count();
                var places = yes.SelectMany(d => d.For ?? [d.By]).Distinct(StringComparer.OrdinalIgnoreCase).Count();

                Assert.True(round.Final != DecisionOutcome.Approved || Math.Min(people, places) >= quorum || (yes.Exists(d => d.BreakGlass == true) && people >= 2));
                Assert.True(round.Final != DecisionOutcome.Approved || !said.OfType<Fact.Decided>().Any(d => d.Outcome == DecisionOutcome.Rejected && round.Decisions.Any(x => x.By == d.By && x.Outcome == DecisionOutcome.Rejected)));
            }));

    [Fact]
    public void A_delegate_of_two_counts_once_and_nobody_counts_beside_their_own_delegate()
    {
        Assert.Equal(1, Fold([Yes("zoe", ["ana", "ben"])]).Approvals);
        Assert.Equal(1, Fold([Yes("zoe", ["ana"]), Yes("ana")]).Approvals);
        Assert.Equal(1, Fold([Yes("zoe", ["ana"]), Yes("maria", ["ana"])]).Approvals);
        Assert.Equal(2, Fold([Yes("zoe", ["ana", "ben"]), Yes("ana")]).Approvals);
    }

    [Fact]
    public void A_no_goes_before_a_yes_until_something_is_begun()
    {
        Assert.Equal(DecisionOutcome.Rejected, Fold([Yes("ana"), Yes("ben"), No("maria")]).Final);
        Assert.Equal(DecisionOutcome.Approved, Fold([Yes("ana"), Yes("ben"), Begun, No("maria"), new Fact.ApprovalWithdrawn("s", Question.ApprovalId, "ana", "no")]).Final);
    }

    [Fact]
    public void A_withdrawn_approval_does_not_count_and_cannot_be_replayed()
    {
        var withdrawn = new Fact.ApprovalWithdrawn("s", Question.ApprovalId, "ana", "I misread it.");

        Assert.Null(Fold([Yes("ana"), Yes("ben"), withdrawn]).Final);
        Assert.Null(Fold([Yes("ana"), Yes("ben"), withdrawn, Yes("ana")]).Final);
        Assert.Equal(DecisionOutcome.Approved, Fold([Yes("ana"), Yes("ben"), withdrawn, Yes("maria")]).Final);
        Assert.Equal(DecisionOutcome.Rejected, Fold([Yes("ana"), withdrawn, No("ana")]).Final);
    }

    [Fact]
    public void Two_people_break_the_glass_and_one_does_not()
    {
        Assert.Null(Fold([Glass("zoe")]).Final);
        Assert.Equal(DecisionOutcome.Approved, Fold([Glass("zoe"), Glass("maria")]).Final);
        Assert.Equal(DecisionOutcome.Approved, Fold([Yes("ana"), Glass("maria")], Question with { Quorum = 3 }).Final);
        Assert.Null(Fold([Yes("ana"), Yes("ben")], Question with { Quorum = 3 }).Final);
    }

    private static Gen<List<Fact>> Said => Gen.ListOf(
        from who in Gen.Elements(People)
        from kind in Gen.Choose(0, 9)
        from place in Gen.Elements(People)
        from hour in Gen.Choose(1, 5)
        select (Fact)(kind switch
        {
            0 => No(who),
            1 or 2 => new Fact.ApprovalWithdrawn("s", Question.ApprovalId, who, "no"),
            3 => Yes(who, [place]),
            4 => Glass(who),
            5 => Yes(who) with { Window = new ApprovalWindow(null, Samples.Now.AddHours(hour), Samples.Now.AddHours(hour + 2)) },
            _ => Yes(who),
        })).Select(l => l.ToList());

    // The desk records one decision a person; what a person says twice is not there to be put in order.
    private static Fact[] OnePerPerson(List<Fact> said) =>
        [.. said.DistinctBy(f => f switch { Fact.Decided d => $"d {d.By.ToLowerInvariant()}", Fact.ApprovalWithdrawn w => $"w {w.By.ToLowerInvariant()}", _ => string.Empty }, StringComparer.Ordinal)];

    private static Fact.Decided Yes(string by, string[]? places = null) => new("s", Question.ApprovalId, "hash", DecisionOutcome.Approved, by, "ok") { For = places };

    private static Fact.Decided No(string by) => new("s", Question.ApprovalId, "hash", DecisionOutcome.Rejected, by, "no");

    private static Fact.Decided Glass(string by) => Yes(by) with { BreakGlass = true };

    private static Fact.Intended Begun => new("s", "op", Samples.Plan(), "hash", 1);

    private static ApprovalRound Fold(Fact[] facts, Fact.Asked? question = null)
    {
        var step = new StepRun("s");
        var sequence = 0;
        foreach (var fact in (Fact[])[new Fact.Planned("s", 1, Samples.Plan(), "hash"), question ?? Question, .. facts])
        {
            step.Take(fact, ++sequence, Samples.Now);
        }

        return step.Round!;
    }
}

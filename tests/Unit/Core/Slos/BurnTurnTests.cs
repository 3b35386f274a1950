using OpsAutomation.Core.Slos.Burning;

namespace OpsAutomation.Unit.Core.Slos;

public class BurnTurnTests
{
    private static readonly BurnRule Rule = BurnRule.Freezing;

    [Fact]
    public void A_burning_is_told_once_when_it_begins_and_once_when_it_ends()
    {
        var now = SloSamples.Now;
        IReadOnlyList<BurnStanding> standings = [];
        var told = new List<string>();
        foreach (var state in new[] { BurnState.Normal, BurnState.Burning, BurnState.Burning, BurnState.Unknown, BurnState.Burning, BurnState.Normal, BurnState.Normal })
        {
            now += TimeSpan.FromMinutes(1);
            (standings, var turns) = BurnTurn.Follow(standings, [Reading(state)], now);
            told.AddRange(turns.Select(t => t.EndedAt is null ? "began" : "ended"));
        }

        Assert.Equal(["began", "ended"], told);
        Assert.Empty(standings);
    }

    [Fact]
    public void What_is_unknown_neither_begins_nor_ends_anything()
    {
        var (standings, turns) = BurnTurn.Follow([], [Reading(BurnState.Unknown)], SloSamples.Now);
        Assert.Empty(standings);
        Assert.Empty(turns);

        var stands = new BurnStanding(Rule.Key, SloSamples.Now, SloSamples.Now);
        (standings, turns) = BurnTurn.Follow([stands], [Reading(BurnState.Unknown)], SloSamples.Now.AddHours(1));
        Assert.Equal([stands], standings);
        Assert.Empty(turns);
    }

    [Fact]
    public void Risky_automation_is_kept_back_once_twice_the_rate_goes_on_for_an_hour()
    {
        BurnStanding[] standings = [new(Rule.Key, SloSamples.Now, SloSamples.Now)];

        Assert.Null(BurnTurn.FrozenSince(standings, SloSamples.Now.AddMinutes(59)));
        Assert.Equal(SloSamples.Now.AddHours(1), BurnTurn.FrozenSince(standings, SloSamples.Now.AddMinutes(61)));
        Assert.Null(BurnTurn.FrozenSince([new(BurnRule.Defaults[3].Key, SloSamples.Now, SloSamples.Now)], SloSamples.Now.AddDays(1)));
    }

    private static BurnReading Reading(BurnState state) => new(Rule, state, 3, 3, "as it is");
}

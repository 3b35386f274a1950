using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Testing.Guardrails;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class ReservationRaceTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Runs_that_reserve_at_the_same_instant_never_pass_a_limit_together(int seed) =>
        Assert.Empty(await ReservationRace.RunAsync(new InMemoryRecordStore(), new FakeTimeProvider(), seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nor_do_they_when_every_commit_meets_another_one(int seed)
    {
        // Between what is read and what is written, everybody else gets a turn.
        var store = new InMemoryRecordStore { BeforeCommit = async (_, _) => { await Task.Yield(); await Task.Yield(); } };

        Assert.Empty(await ReservationRace.RunAsync(store, new FakeTimeProvider(), seed, incidents: 40));
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 20)];
}

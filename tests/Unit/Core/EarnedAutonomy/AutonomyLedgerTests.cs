using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.EarnedAutonomy;

public sealed class AutonomyLedgerTests
{
    private const string Class = "Microsoft.Compute/virtualMachineScaleSets";

    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(Samples.Now);

    private static PinnedPlaybook Pinned { get; } = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step());

    private AutonomyLedger Ledger => new(_store, _clock, 2);

    [Fact]
    public async Task Runs_are_counted_once_each_and_what_they_earned_survives_a_restart()
    {
        await Ledger.CountAsync(Pinned, Class, Good(1));
        await Ledger.CountAsync(Pinned, Class, Good(1));
        Assert.Equal(1, (await Ledger.ReadAsync(Pinned, Class)).Agreeing);

        var (before, after) = await Ledger.CountAsync(Pinned, Class, Good(2));
        Assert.Equal((null, Autonomy.Auto), (before.Proposed, after.Proposed));
        Assert.Null((await Ledger.PromoteAsync(Pinned, Class, "ana", "fine")).Refusal);
        Assert.Equal(Autonomy.Auto, (await Ledger.ReadAsync(Pinned, Class)).Level);
    }

    [Fact]
    public async Task A_class_earns_for_itself()
    {
        await Ledger.CountAsync(Pinned, Class, Good(1));

        Assert.Equal(0, (await Ledger.ReadAsync(Pinned, "Microsoft.Web/sites")).Agreeing);
        Assert.Equal(1, (await Ledger.ReadAsync(Pinned, Class.ToUpperInvariant())).Agreeing);
        Assert.Single(await Ledger.AllAsync());
    }

    [Fact]
    public async Task Runs_that_are_counted_at_the_same_instant_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Ledger.CountAsync(Pinned, Class, Good(n))));

        Assert.Equal(6, (await Ledger.ReadAsync(Pinned, Class)).Agreeing);
    }

    [Fact]
    public async Task A_person_can_take_a_level_away_and_it_stays_on_record()
    {
        await Ledger.DemoteAsync(Pinned, Class, "ana", "It scared me.");

        var record = await Ledger.ReadAsync(Pinned, Class);
        Assert.Equal(Autonomy.Shadow, record.Level);
        Assert.Contains("ana", record.Reason, StringComparison.Ordinal);
        Assert.Contains(await Rows(), row => row.StartsWith("log-", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> Rows()
    {
        var rows = new List<string>();
        await foreach (var record in _store.RangeAsync(AutonomyLedger.Partition))
        {
            rows.Add(record.Row);
        }

        return rows;
    }

    private static RunVerdict Good(int n) => new($"INC-{n}", Agreement.Agreed, RunOutcome.Good, Samples.Now, "x");
}

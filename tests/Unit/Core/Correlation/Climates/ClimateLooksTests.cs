using System.Globalization;
using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;
using Record = OpsAutomation.Core.Records.Record;

namespace OpsAutomation.Unit.Core.Correlation.Climates;

public sealed class ClimateLooksTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Who_come_while_one_looks_share_a_look_that_begins_after_they_came()
    {
        var store = new SlowStore();
        var ledger = new ClimateLedger(store, new FakeTimeProvider(Now), [], StandingJudge.None);
        var first = ledger.FreshAsync();
        await store.Asked.WaitAsync();
        await store.CommitAsync(ClimateRows.Partition, [new RecordChange.Insert(ClimateRows.Opening("key", "I1"), OpsJson.Write(new ClimateRow(1, Now, OpsJson.Write(new ClimateOpening(Now)))))]);
        var later = Enumerable.Range(0, 5).Select(_ => ledger.FreshAsync()).ToArray();
        var recent = ledger.RecentAsync();
        store.May.Release(2);

        Assert.Empty((await first).Openings("key"));
        Assert.All(await Task.WhenAll(later), c => Assert.Single(c.Openings("key")));
        Assert.Same(await first, await recent);
        Assert.Equal(2, store.Ranges);
    }

    [Fact]
    public async Task A_look_that_failed_is_not_kept()
    {
        var store = new SlowStore { Fails = true };
        var ledger = new ClimateLedger(store, new FakeTimeProvider(Now), [], StandingJudge.None);
        store.May.Release(3);
        await Assert.ThrowsAsync<IOException>(() => ledger.RecentAsync());

        store.Fails = false;
        Assert.Empty((await ledger.RecentAsync()).Openings("key"));
    }

    /// <summary>Each step makes a condition fire about a resource, or ends it.</summary>
    [Fact]
    public void The_resources_that_fire_are_always_as_many_as_there_are() => Prop.ForAll<(byte Condition, byte Resource, bool Fires)[]>(steps =>
    {
        var climate = steps.Aggregate(Climate.Empty, (c, s) => c.With(new ClimateFact(
            ClimateRows.Partition,
            ClimateRows.Firing($"f{s.Condition % 7}", "scope"),
            s.Fires ? OpsJson.Write(new ClimateFiring(s.Resource % 5 == 0 ? null : (s.Resource % 5).ToString(CultureInfo.InvariantCulture), Now, null, null, ["key"])) : null)));
        return climate.ResourcesFiring("key") == climate.Firings("key").Select(f => f.Resource).OfType<string>().Distinct(StringComparer.Ordinal).Count();
    }).QuickCheckThrowOnFailure();

    // Reads of the climate begin, and wait until they may go on.
    private sealed class SlowStore : IRecordStore
    {
        private readonly InMemoryRecordStore _store = new();

        public SemaphoreSlim Asked { get; } = new(0);

        public SemaphoreSlim May { get; } = new(0);

        public int Ranges { get; private set; }

        public bool Fails { get; set; }

        public Task<Record?> ReadAsync(string partition, string row, CancellationToken cancellationToken = default) => _store.ReadAsync(partition, row, cancellationToken);

        public Task CommitAsync(string partition, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken = default) =>
            _store.CommitAsync(partition, changes, cancellationToken);

        public async IAsyncEnumerable<Record> RangeAsync(
            string partition, string? from = null, string? to = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var rows = _store.Rows(partition);
            if (partition == ClimateRows.Partition)
            {
                Ranges++;
                Asked.Release();
                await May.WaitAsync(cancellationToken);
                if (Fails)
                {
                    throw new IOException("The disk is gone.");
                }
            }

            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }
}

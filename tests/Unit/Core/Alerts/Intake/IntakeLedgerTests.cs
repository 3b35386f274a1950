using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources.AzureMonitor;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Intake;

public sealed class IntakeLedgerTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly InMemoryRecordStore _store = new();
    private readonly DuePointers _due;
    private readonly IntakeLedger _ledger;

    public IntakeLedgerTests()
    {
        _due = new DuePointers(_store, _clock);
        _ledger = new IntakeLedger(_store, _due, _clock);
    }

    [Fact]
    public async Task A_stored_alert_can_be_read_by_its_reference_and_waits_for_its_disposition()
    {
        var stored = await StoreAsync(AzureSamples.Metric());
        var item = await _ledger.ReadAsync(stored[0].Reference);

        Assert.Matches("^intake-20261124-[0-7]/al-[a-z2-7]{26}$", stored[0].Reference);
        Assert.Equal(("azure-monitor", _clock.GetUtcNow(), _clock.GetUtcNow().AddDays(30)), (item!.Source, item.ReceivedAt, item.ExpiresAt));
        Assert.Equal("cpu-high", item.Body.GetProperty("data").GetProperty("essentials").GetProperty("alertRule").GetString());
        Assert.Equal([stored[0].Reference], IntakeLedger.References(Assert.Single(await PointersAsync())));

        await _ledger.SettleAsync([(stored[0].Reference, stored[0].Pointer)]);
        Assert.Empty(await PointersAsync());
    }

    [Fact]
    public async Task A_replayed_delivery_gets_the_same_ids_and_stores_nothing_twice()
    {
        var first = await StoreAsync(AzureSamples.Metric());
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(first.Select(s => s with { Known = true, Pointer = null }), await StoreAsync(AzureSamples.Metric()));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(-5), (await _ledger.ReadAsync(first[0].Reference))!.ReceivedAt);
    }

    [Fact]
    public async Task A_delivery_that_is_half_known_stores_the_other_half()
    {
        var targets = string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"/subscriptions/s/resourcegroups/g/providers/p/t/r{i}\""));
        await StoreAsync(AzureSamples.Metric(targets: $"[{string.Join(',', targets.Split(',').Take(20))}]"));
        var all = await StoreAsync(AzureSamples.Metric(targets: $"[{targets}]"));
        Assert.Equal(40, all.Count);
        foreach (var reference in all)
        {
            Assert.NotNull(await _ledger.ReadAsync(reference.Reference));
        }
    }

    [Fact]
    public async Task The_pointer_is_written_before_the_row_so_that_a_crash_between_them_forgets_nothing()
    {
        _store.BeforeCommit = (partition, _) => partition.StartsWith("intake-", StringComparison.Ordinal) ? throw new IOException("power cut") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => StoreAsync(AzureSamples.Metric()));
        Assert.Single(await PointersAsync());
    }

    [Fact]
    public async Task What_is_written_together_has_one_pointer_that_goes_with_the_last_disposition()
    {
        var targets = string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"/subscriptions/s/resourcegroups/g/providers/p/t/r{i}\""));
        var stored = await StoreAsync(AzureSamples.Metric(targets: $"[{targets}]"));
        var pointers = await PointersAsync();
        Assert.InRange(pointers.Count, 1, IntakeLedger.Shards);
        Assert.Equal(stored.Select(s => s.Reference).Order(StringComparer.Ordinal), pointers.SelectMany(IntakeLedger.References).Order(StringComparer.Ordinal));

        await Task.WhenAll(stored.Skip(1).Chunk(3).Select(chunk => _ledger.SettleAsync(chunk.Select(s => (s.Reference, s.Pointer)))));
        Assert.Equal([stored[0].Reference], IntakeLedger.References(Assert.Single(await PointersAsync())));

        await _ledger.SettleAsync([(stored[0].Reference, stored[0].Pointer)]);
        Assert.Empty(await PointersAsync());
    }

    [Fact]
    public async Task A_secret_never_reaches_the_store()
    {
        await StoreAsync(AzureSamples.Metric().Replace("\"team\":\"shop\"", "\"password\":\"canary\",\"url\":\"https://h.test/?sig=canary\"", StringComparison.Ordinal));
        Assert.All(_store.Partitions.SelectMany(_store.Rows), r => Assert.DoesNotContain("canary", r.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unparseable_neighbour_is_kept_with_its_reason()
    {
        var stored = await StoreAsync($$"""[{{AzureSamples.Metric()}}, {"schemaId":7,"token":"canary"}]""");
        var item = await _ledger.ReadAsync(stored[1].Reference);
        Assert.Equal("[1].schemaId", item!.Unparseable!.Field);
    }

    [Theory]
    [InlineData("scope-x/cur-1")]
    [InlineData("intake-1")]
    [InlineData("")]
    public async Task A_reference_that_is_none_of_ours_reads_nothing(string reference) => Assert.Null(await _ledger.ReadAsync(reference));

    private Task<IReadOnlyList<StoredReference>> StoreAsync(string json)
    {
        var source = new AzureMonitorSource();
        return _ledger.StoreAsync(source.Name, source.Split(AzureSamples.Json(json)).Items);
    }

    private async Task<List<DuePointer>> PointersAsync()
    {
        var found = new List<DuePointer>();
        await foreach (var pointer in _due.OlderThanAsync(TimeSpan.Zero))
        {
            found.Add(pointer);
        }

        return found;
    }
}

using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Records;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Integrations.Publishing;

namespace OpsAutomation.Unit.Functions;

public sealed class IntakeConvoyTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly InMemoryRecordStore _store = new();
    private readonly HeldTopic _topic = new();
    private readonly DuePointers _due;
    private readonly IntakeLedger _ledger;
    private readonly AlertIntake _intake;

    public IntakeConvoyTests()
    {
        _due = new DuePointers(_store, _clock);
        _ledger = new IntakeLedger(_store, _due, _clock);
        _intake = new AlertIntake(_ledger, _topic.Publisher(_clock), _clock);
    }

    public void Dispose() => _topic.Dispose();

    [Fact]
    public async Task Whoever_comes_while_others_are_written_travels_with_others()
    {
        _topic.Answer(HttpStatusCode.OK);
        var disk = new TaskCompletionSource();
        _store.BeforeCommit = (_, _) => disk.Task;
        var all = Enumerable.Range(1, 52).Select(AcceptAsync).ToArray();

        Assert.DoesNotContain(all, a => a.IsCompleted);
        disk.SetResult();
        var accepted = await Task.WhenAll(all);

        Assert.All(accepted, a => Assert.Null(a.Failure));
        Assert.Equal(52, _topic.Ids.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(_topic.Requests, 1, 4);
        Assert.InRange((await PointersAsync()).Count, 1, 3 * IntakeLedger.Shards);
        foreach (var stored in accepted.SelectMany(a => a.Stored))
        {
            Assert.NotNull(await _ledger.ReadAsync(stored.Reference));
        }
    }

    [Fact]
    public async Task What_the_topic_refuses_is_accepted_all_the_same()
    {
        _topic.Answer(HttpStatusCode.ServiceUnavailable);

        var accepted = await Task.WhenAll(Enumerable.Range(1, 20).Select(AcceptAsync));

        Assert.All(accepted, a => Assert.Equal(1, a.Unpublished));
        Assert.Equal(20, (await PointersAsync()).Sum(p => p.All.Count));
    }

    [Fact]
    public async Task A_disk_that_fails_is_told_to_everybody_who_travelled_and_later_ones_travel_again()
    {
        _topic.Answer(HttpStatusCode.OK);
        _store.BeforeCommit = (_, _) => throw new IOException("disk full");
        foreach (var one in Enumerable.Range(1, 20).Select(AcceptAsync).ToArray())
        {
            await Assert.ThrowsAsync<IOException>(() => one);
        }

        _store.BeforeCommit = null;
        Assert.Null((await AcceptAsync(1)).Failure);
    }

    private Task<AcceptedDelivery> AcceptAsync(int n) => _intake.AcceptAsync("azure-monitor", [new SplitItem($"al-{n}", JsonSerializer.SerializeToElement(new { n }))]);

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

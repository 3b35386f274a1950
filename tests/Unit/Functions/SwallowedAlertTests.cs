using Microsoft.Extensions.Logging.Abstractions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Functions.Triggers;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Functions;

/// <summary>No alert ends in an incident that closes over it.</summary>
public sealed class SwallowedAlertTests
{
    private readonly ActivityBench _bench = new();

    [Fact]
    public async Task An_incident_does_not_close_while_an_alert_that_joined_it_still_fires()
    {
        await _bench.OpenAsync();
        await _bench.UntilAsync(c => c.Kind == CommandKind.Poll);
        _bench.Fires.Clear();
        _bench.Fires.Add("f-errors");
        await _bench.ReceiveAsync(Other());

        await _bench.UntilAsync(_ => false);

        var head = (await _bench.FileAsync()).Head;
        Assert.Equal(IncidentStatus.Escalated, head.Status);
        Assert.Contains(await OpenAsync(), i => i.IncidentId == head.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_alert_that_fires_between_resolved_and_closed_goes_to_a_person(bool drained)
    {
        await _bench.OpenAsync();
        await _bench.UntilAsync(c => c.Kind == CommandKind.Poll);
        _bench.Fires.Clear();
        var close = await _bench.UntilAsync(c => c.Target == nameof(IncidentStatus.Closed));
        Assert.Equal(CommandKind.Conclude, close.Kind);

        // Drained or not: the process that correlated it may have died before it wrote it into the journal.
        await _bench.ReceiveAsync(Other(), drained);
        await _bench.DeliverAsync(close);
        var last = await _bench.UntilAsync(_ => false);

        var file = await _bench.FileAsync();
        Assert.Equal("wait:person", last.Key);
        Assert.Equal(IncidentStatus.Escalated, file.Head.Status);
        Assert.Contains(file.Facts, f => f is Fact.Notified { Notice: "Escalated" });

        // The sender's end of both conditions closes the incident after all.
        var now = _bench.Clock.GetUtcNow();
        await _bench.ReceiveAsync(Samples.Alert("a-3", AlertStatus.Resolved) with { EndsAt = now, ReceivedAt = now });
        await _bench.ReceiveAsync(Other() with { Id = "a-4", Status = AlertStatus.Resolved, EndsAt = now });
        Assert.Equal(CommandKind.Done, (await _bench.UntilAsync(_ => false)).Kind);
        Assert.Equal(IncidentStatus.Closed, (await _bench.FileAsync()).Head.Status);
    }

    [Fact]
    public async Task Whoever_has_an_incident_hears_of_what_else_fires_in_it()
    {
        await _bench.OpenAsync();
        await _bench.Write(new NewEntry("escalate", Actors.Automation, "Help.", new Fact.EscalatedTo("Help."), IncidentStatus.Escalated));
        await _bench.UntilAsync(_ => false);
        await _bench.ReceiveAsync(Other());

        await _bench.UntilAsync(_ => false);

        Assert.Equal(2, (await _bench.FileAsync()).Facts.Count(f => f is Fact.Notified));
    }

    [Fact]
    public async Task Two_alerts_that_give_the_same_incident_id_are_both_in_the_journal()
    {
        await _bench.OpenAsync();
        var order = new OpenIncident(_bench.Id, "svc-other", Other());
        var item = new OutboxItem(ScopeOutbox.OpenIncident, "x", OpsJson.Write(order));
        await _bench.Store.CommitAsync("scope-svc-other", [Outbox.Row(item)]);

        await _bench.Pump.DrainAsync("scope-svc-other", _bench.Client, CancellationToken.None);

        Assert.Contains((await _bench.FileAsync()).Facts, f => f is Fact.AlertJoined { Alert.Id: "a-2" });
    }

    [Fact]
    public void An_end_dated_into_the_future_does_not_silence_its_condition()
    {
        var end = Samples.Alert("a-0", AlertStatus.Resolved) with { EndsAt = Samples.Now.AddYears(50) };
        var state = Correlator.Decide(ScopeState.Empty("s"), end, Samples.Now).Next;
        var later = Samples.Alert() with { StartsAt = Samples.Now.AddMinutes(10), ReceivedAt = Samples.Now.AddMinutes(11) };

        Assert.Equal(DispositionKind.Opened, Correlator.Decide(state, later, Samples.Now.AddMinutes(11)).Disposition.Kind);
    }

    [Fact]
    public async Task An_incident_that_cannot_be_read_does_not_keep_the_reconciler_from_the_others()
    {
        await _bench.OpenAsync();
        var broken = "INC-00000000-0000000000";
        await _bench.Store.CommitAsync(IncidentRun.Partition(broken), [new RecordChange.Insert("head", "{")]);
        await _bench.Store.CommitAsync("ix-open", [new RecordChange.Insert(broken, OpsJson.Write(Samples.Seed() with { Id = broken }))]);
        _bench.Client.Started.Clear();

        await new Reconciler(_bench.Index, _bench.Pump, _bench.Leases, _bench.Pages, NullLogger<Reconciler>.Instance).Run(new(), _bench.Client, CancellationToken.None);

        Assert.Equal([$"{_bench.Id}-e1"], _bench.Client.Started);
    }

    [Fact]
    public async Task An_incident_whose_run_fails_again_and_again_does_not_fill_its_journal()
    {
        await _bench.OpenAsync();
        var reconciler = new Reconciler(_bench.Index, _bench.Pump, _bench.Leases, _bench.Pages, NullLogger<Reconciler>.Instance);
        await reconciler.Run(new(), _bench.Client, CancellationToken.None);
        var length = (await _bench.FileAsync()).Entries.Count;

        await reconciler.Run(new(), _bench.Client, CancellationToken.None);

        Assert.Equal(length, (await _bench.FileAsync()).Entries.Count);
    }

    private Alert Other() => Samples.Alert("a-2") with
    {
        Fingerprint = "f-errors",
        Rule = "Server errors",
        StartsAt = _bench.Clock.GetUtcNow(),
        ReceivedAt = _bench.Clock.GetUtcNow(),
    };

    private Task<IReadOnlyList<OpenIncidentState>> OpenAsync() => _bench.Scopes.ReadOpenAsync(ActivityBench.Scope);
}

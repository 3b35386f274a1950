using System.Text;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Intake;

/// <summary>
/// A sender that says the same again on purpose must be heard again: an unchanged repeat after its incident was closed opens
/// one (keep#2481), while a transport that tries again must not make a second alert.
/// </summary>
public sealed class RepeatTests
{
    private readonly FakeTimeProvider _clock = new(Reading.Received.AddMinutes(5));
    private readonly InMemoryRecordStore _store = new();
    private readonly IntakeLedger _ledger;
    private readonly ScopeLedger _scopes;
    private string? _scope;

    public RepeatTests()
    {
        var due = new DuePointers(_store, _clock);
        _ledger = new IntakeLedger(_store, due, _clock);
        _scopes = new ScopeLedger(_store, new Outbox(_store, due), _clock, new Random(7));
    }

    public static TheoryData<string, string, int> Repeating => new()
    {
        { "alertmanager", "v4-firing", 60 },
        { "grafana", "unified-v9", 60 },
        { "grafana", "legacy-alerting", 1 },
        { "datadog", "triggered", 60 },
    };

    [Theory]
    [MemberData(nameof(Repeating))]
    public async Task A_try_again_is_a_redelivery_and_the_same_after_the_period_is_a_repeat(string source, string sample, int minutes)
    {
        var first = await DeliverAsync(source, sample);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(first.Select(s => s.AlertId), (await DeliverAsync(source, sample)).Select(s => s.AlertId));
        var body = BodyPrint.Of(source, Encoding.UTF8.GetBytes(SampleFiles.Text(source, sample)));
        _ledger.Remember(body, first);
        Assert.NotNull(_ledger.Recall(body));

        _clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Null(_ledger.Recall(body));
        var repeat = await DeliverAsync(source, sample);
        Assert.NotEqual(first[0].AlertId, repeat[0].AlertId);
        Assert.NotNull(await _ledger.ReadAsync(repeat[0].Reference));
    }

    [Theory]
    [InlineData("azure-monitor")]
    [InlineData("aws")]
    [InlineData("event-grid")]
    [InlineData("pagerduty")]
    [InlineData("slo")]
    [InlineData("cost")]
    public void Where_the_event_has_a_name_the_same_is_a_redelivery_for_ever(string source) =>
        Assert.All(
            SampleFiles.All.Where(s => s.Source == source).SelectMany(s => Reading.Source(source).Split(AzureSamples.Json(s.Body)).Items),
            i => Assert.Null(i.Repeats));

    [Fact]
    public async Task A_try_again_over_the_turn_of_the_hour_is_one_more_repeat_in_the_open_incident()
    {
        _clock.SetUtcNow(Reading.Received.AddHours(1).AddSeconds(-5));
        var opened = await DecideAsync("alertmanager", "v4-firing");
        _clock.Advance(TimeSpan.FromSeconds(10));
        var again = await DecideAsync("alertmanager", "v4-firing");

        Assert.Equal((DispositionKind.Opened, DispositionKind.Deduplicated), (opened.Kind, again.Kind));
        Assert.Equal(opened.IncidentId, again.IncidentId);
    }

    [Fact]
    public async Task A_repeat_after_its_incident_was_closed_opens_one_again()
    {
        var opened = await DecideAsync("alertmanager", "v4-firing");
        Assert.True((await _scopes.TryCloseAsync(_scope!, opened.IncidentId!, 1)).Closed);
        _clock.Advance(TimeSpan.FromHours(4));
        var repeat = await DecideAsync("alertmanager", "v4-firing");

        Assert.Equal(DispositionKind.Opened, repeat.Kind);
        Assert.NotEqual(opened.IncidentId, repeat.IncidentId);
    }

    [Fact]
    public async Task A_rule_without_times_that_ends_and_fires_again_with_the_same_body_is_news()
    {
        var opened = await DecideAsync("grafana", "legacy-alerting");
        _clock.Advance(TimeSpan.FromMinutes(2));
        var body = SampleFiles.Text("grafana", "legacy-alerting").Replace("\"alerting\"", "\"ok\"", StringComparison.Ordinal);
        Assert.Equal(DispositionKind.Resolved, (await DecideBodyAsync("grafana", body)).Kind);
        Assert.True((await _scopes.TryCloseAsync(_scope!, opened.IncidentId!, 2)).Closed);
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(DispositionKind.Opened, (await DecideAsync("grafana", "legacy-alerting")).Kind);
    }

    private Task<IReadOnlyList<StoredReference>> DeliverAsync(string source, string sample) => StoreAsync(source, SampleFiles.Text(source, sample));

    private Task<IReadOnlyList<StoredReference>> StoreAsync(string source, string body) =>
        _ledger.StoreAsync(source, Reading.Source(source).Split(AzureSamples.Json(body)).Items);

    private Task<Disposition> DecideAsync(string source, string sample) => DecideBodyAsync(source, SampleFiles.Text(source, sample));

    private async Task<Disposition> DecideBodyAsync(string source, string body)
    {
        var stored = await _ledger.ReadAsync((await StoreAsync(source, body))[0].Reference);
        var context = new IntakeContext(stored!.AlertId, stored.ReceivedAt, "intake/x", Reading.Services);
        var alert = Reading.Source(source).Normalise(stored.Body, context).Alert!;
        _scope = ScopeKey.Of(alert, Reading.Services);
        return (await _scopes.ApplyAsync(_scope, [alert])).Alerts[0].Disposition;
    }
}

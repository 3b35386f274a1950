using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Incidents;

public sealed class IncidentMeasuresTests
{
    [Fact]
    public async Task Opening_a_decision_and_closing_give_their_times_once()
    {
        var service = $"measured-{nameof(Opening_a_decision_and_closing_give_their_times_once)}";
        var (store, clock) = (new InMemoryRecordStore(), new FakeTimeProvider(Samples.Now));
        var journal = new IncidentJournal(store, new Outbox(store, new DuePointers(store, clock)), clock);
        using var meter = new Listening(service);

        await journal.OpenAsync(Samples.Seed() with { Service = service }, Samples.Opening());
        clock.Advance(TimeSpan.FromMinutes(2));
        var decided = new NewEntry("d", "ana", "x", new Fact.Decided("s", "a", "h", DecisionOutcome.Approved, "ana", "fits"));
        await journal.AppendAsync(Samples.IncidentId, _ => decided);
        await journal.AppendAsync(Samples.IncidentId, _ => decided);
        clock.Advance(TimeSpan.FromMinutes(8));
        await journal.AppendAsync(Samples.IncidentId, _ => new NewEntry("e", Actors.Automation, "x", new Fact.Ended("done"), IncidentStatus.Closed));

        Assert.Equal(
            [(IncidentMeasures.Detection, 300, "none"), (IncidentMeasures.Acknowledgement, 120, "person"), (IncidentMeasures.Resolution, 900, "automation")],
            meter.Taken);
    }

    private sealed class Listening : IDisposable
    {
        private readonly MeterListener _listener = new();

        // Other tests write incidents at the same time: ours is told by its service.
        public Listening(string service)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == IncidentMeasures.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            {
                var named = tags.ToArray().ToDictionary(t => t.Key, t => (string?)t.Value, StringComparer.Ordinal);
                if (named["service"] == service)
                {
                    Taken.Add((instrument.Name, value, named["by"]!));
                }
            });
            _listener.Start();
        }

        public List<(string Name, double Seconds, string By)> Taken { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}

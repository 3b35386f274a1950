using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>A condition that keeps coming and going is one incident and one notice, and is over when it has been calm.</summary>
public sealed class FlappingTests
{
    private static readonly FlappingSetting Setting = new(4, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5));
    private readonly Estate _estate = new("flapping: {changes: 4, within: 10m, calm: 5m}");

    [Fact]
    public async Task From_the_fourth_change_nobody_is_told_and_the_incident_stays_open()
    {
        var dispositions = await FlapAsync(12);

        Assert.Single(_estate.Told, t => t.Kind == ScopeOutbox.OpenIncident);
        Assert.Equal(2, _estate.Told.Count(t => t.Kind == ScopeOutbox.AlertJoined));
        Assert.Equal(2, _estate.Told.Count(t => t.Kind == ScopeOutbox.AllClear));
        Assert.All(dispositions.Skip(6).Where((_, i) => i % 2 == 0), d => Assert.Equal(DispositionKind.Held, d.Kind));
        Assert.All(dispositions.Skip(7).Where((_, i) => i % 2 == 0), d => Assert.Equal(DispositionKind.Resolved, d.Kind));
        Assert.Contains("held open", dispositions[^1].Reason, StringComparison.Ordinal);
        Assert.Single(await _estate.FiringAsync("shop"));
    }

    [Fact]
    public async Task When_it_has_been_calm_after_its_end_the_incident_is_told_that_it_is_over()
    {
        await FlapAsync(12);
        await _estate.PassAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(2, _estate.Told.Count(t => t.Kind == ScopeOutbox.AllClear));
        await _estate.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(3, _estate.Told.Count(t => t.Kind == ScopeOutbox.AllClear));
        Assert.Empty(await _estate.FiringAsync("shop"));
        Assert.Empty(_estate.Waiting);
    }

    [Fact]
    public async Task When_it_goes_on_firing_after_the_flapping_the_incident_stays_open()
    {
        await FlapAsync(13);
        await _estate.PassAsync(TimeSpan.FromMinutes(20));

        Assert.Single(await _estate.FiringAsync("shop"));
        Assert.Equal(2, _estate.Told.Count(t => t.Kind == ScopeOutbox.AllClear));
    }

    [Fact]
    public void Repeats_are_no_changes_and_slow_changes_do_not_flap()
    {
        Assert.Null(EventHistory.Flapping(History((0, true), (1, true), (2, true), (3, true), (4, false)), Setting, At(5)));
        Assert.Null(EventHistory.Flapping(History((0, true), (6, false), (12, true), (18, false), (24, true), (30, false)), Setting, At(31)));
        Assert.NotNull(EventHistory.Flapping(History((0, true), (1, false), (2, true), (3, false), (4, true)), Setting, At(5)));
    }

    [Fact]
    public void It_goes_on_flapping_until_it_has_been_calm_and_not_longer()
    {
        // Four changes in ten minutes began it; two in ten minutes keep it going, since none was followed by five calm ones.
        var history = History((0, true), (1, false), (2, true), (3, false), (4, true), (8, false), (12, true), (16, false));
        Assert.Equal(At(21), EventHistory.Flapping(history, Setting, At(20))?.Until);
        Assert.Null(EventHistory.Flapping(history, Setting, At(21)));
    }

    [Fact]
    public void The_order_in_which_events_come_does_not_matter_even_beyond_what_is_kept()
    {
        var random = new Random(5);
        var events = Enumerable.Range(0, 80).Select(i => new StateEvent(At(i), i % 3 == 0)).ToArray();
        var inOrder = events.Aggregate<StateEvent, IReadOnlyList<StateEvent>>([], EventHistory.Add);
        for (var i = 0; i < 50; i++)
        {
            random.Shuffle(events);
            Assert.Equal(inOrder, events.Concat(events.Take(9)).Aggregate<StateEvent, IReadOnlyList<StateEvent>>([], EventHistory.Add));
        }
    }

    [Fact]
    public async Task A_graver_severity_of_what_fires_already_is_told_again_once()
    {
        var estate = new Estate(string.Empty);
        var mild = SomeAlert.Firing("al-1", "web", "shop") with { Severity = Severity.Sev3 };
        var dispositions = await estate.ReceiveAsync(
            mild, mild with { Id = "al-2", Severity = Severity.Sev1 }, mild with { Id = "al-3", Severity = Severity.Sev1 }, mild with { Id = "al-4", Severity = Severity.Sev2 });

        Assert.Equal(
            [DispositionKind.Opened, DispositionKind.Merged, DispositionKind.Deduplicated, DispositionKind.Deduplicated], dispositions.Select(d => d.Kind));
        Assert.Contains("Sev3 and is Sev1", dispositions[1].Reason, StringComparison.Ordinal);
        Assert.Equal(1, estate.Told.Count(t => t.Kind == ScopeOutbox.AlertJoined));
        Assert.False((await estate.Ledger.TryCloseAsync("shop", dispositions[0].IncidentId!, 1)).Closed);
    }

    private static DateTimeOffset At(int minute) => SomeAlert.Noon.AddMinutes(minute);

    private static IReadOnlyList<StateEvent> History(params (int Minute, bool Firing)[] events) => [.. events.Select(e => new StateEvent(At(e.Minute), e.Firing))];

    // One event every half minute, beginning with a firing.
    private async Task<IReadOnlyList<Disposition>> FlapAsync(int events)
    {
        var dispositions = new List<Disposition>();
        for (var i = 0; i < events; i++)
        {
            var now = _estate.Clock.GetUtcNow();
            var alert = i % 2 == 0 ? SomeAlert.Firing($"al-{i:D2}", "web", "shop") : SomeAlert.Resolved($"al-{i:D2}", "web", "shop");
            dispositions.AddRange(await _estate.ReceiveAsync(alert with { StartsAt = now, EndsAt = i % 2 == 0 ? null : now, ReceivedAt = now }));
            _estate.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        return dispositions;
    }
}

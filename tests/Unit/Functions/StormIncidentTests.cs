using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Functions;

/// <summary>The incident of a storm: it goes to a person, says what it withholds, and ends with the storm.</summary>
public sealed class StormIncidentTests
{
    private readonly ActivityBench _bench = new(new CorrelationSettings
    {
        Storm = new StormSetting([new StormLimit("tenant", Array.Empty<AlertField>(), 3, TimeSpan.FromMinutes(5))], TimeSpan.FromMinutes(10)),
        MaxAge = TimeSpan.FromDays(1),
    });

    [Fact]
    public async Task It_is_opened_once_states_what_it_withholds_and_is_cleared_at_the_end()
    {
        var dispositions = new List<Disposition>();
        for (var i = 0; i < 9; i++)
        {
            dispositions.Add(await ReceiveAsync(i));
        }

        var id = Assert.Single(dispositions.Where(d => d.Kind == DispositionKind.Summarised).Select(d => d.IncidentId).Distinct(StringComparer.Ordinal))!;
        await _bench.Storms.LookAsync(_bench.Client, CancellationToken.None);
        await _bench.Storms.LookAsync(_bench.Client, CancellationToken.None);
        var file = await _bench.Journal.RequireAsync(id);

        Assert.NotNull(file.Facts.OfType<Fact.Opened>().Single().PersonOnly);
        Assert.Contains("Withheld and firing: 6", Assert.Single(file.Facts.OfType<Fact.Noted>()).What, StringComparison.Ordinal);

        _bench.Clock.Advance(TimeSpan.FromMinutes(11));
        await _bench.Storms.LookAsync(_bench.Client, CancellationToken.None);
        await _bench.Storms.LookAsync(_bench.Client, CancellationToken.None);
        file = await _bench.Journal.RequireAsync(id);
        Assert.Single(file.Facts.OfType<Fact.AllClear>());
        Assert.Contains(file.Entries, e => e.Text.Contains("storm is over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Once_a_person_has_closed_it_it_swallows_nothing_more()
    {
        for (var i = 0; i < 9; i++)
        {
            await ReceiveAsync(i);
        }

        await _bench.Storms.LookAsync(_bench.Client, CancellationToken.None);
        var id = (await ReceiveAsync(9)).IncidentId!;
        await _bench.Journal.AppendAsync(id, _ => new NewEntry("closed-by:test", "ana", "Ana closed it.", new Fact.Ended("seen"), IncidentStatus.Closed));
        await _bench.Storms.LookAsync(_bench.Client, CancellationToken.None);
        _bench.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(DispositionKind.Summarised, (await ReceiveAsync(10)).Kind);

        await _bench.Storms.LookAsync(_bench.Client, CancellationToken.None);

        Assert.Equal(DispositionKind.Opened, (await ReceiveAsync(11)).Kind);
        await SettleAsync(10);
        Assert.Equal(DispositionKind.Opened, (await _bench.Scopes.ReadDispositionsAsync("svc-s-10", "a-10"))[^1].Kind);
    }

    private async Task SettleAsync(int i) =>
        await _bench.Pump.DrainAsync(await _bench.Scopes.SettleAsync($"svc-s-{i}"), _bench.Client, CancellationToken.None);

    private async Task<Disposition> ReceiveAsync(int i)
    {
        var alert = Samples.Alert($"a-{i}") with { Fingerprint = $"f-{i}", Service = $"s-{i}", Resource = $"r-{i}" };
        var result = await _bench.Scopes.ApplyAsync($"svc-s-{i}", [alert]);
        await _bench.Pump.DrainAsync(result, _bench.Client, CancellationToken.None);
        return result.Alerts[0].Disposition;
    }
}

using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records.Sqlite;
using OpsAutomation.Testing.Systems.Local;
using Record = OpsAutomation.Core.Records.Record;

namespace OpsAutomation.Integration.Systems.Telemetry;

/// <summary>Synthetic alerts go the way of every alert; when they do not arrive, people hear of it directly.</summary>
public sealed class SyntheticAlertTests
{
    private static readonly SystemSetup EveryFive = new() { SyntheticEvery = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task Drills_arrive_page_nobody_and_are_counted()
    {
        await using var system = await LocalSystemDriver.StartAsync(EveryFive);

        await system.LetPassAsync(TimeSpan.FromMinutes(31));

        var synthetic = (await system.GetAsync("/api/telemetry")).Json["synthetic"]!;
        var figures = synthetic["figures"]!;
        Assert.Equal(300, synthetic["everySeconds"]!.GetValue<double>());
        Assert.False(synthetic["failing"]!.GetValue<bool>());
        Assert.InRange(figures["total"]!.GetValue<long>(), 5, 7);
        Assert.Equal((figures["total"]!.GetValue<long>(), 1), (figures["good"]!.GetValue<long>(), figures["budgetRemaining"]!.GetValue<double>()));
        var drill = synthetic["recent"]![0]!["alertId"]!.GetValue<string>();
        var disposition = Assert.Single(await system.DispositionsAsync(drill));
        Assert.Equal(DispositionKind.Suppressed, disposition.Kind);
        Assert.Empty(await system.IncidentsAsync());
        Assert.Empty(await system.CardsAsync());
        Assert.True(await system.IsHealthyAsync());
    }

    [Fact]
    public async Task Two_that_fail_are_told_once_make_the_service_unwell_and_its_recovery_is_told_too()
    {
        await using var system = await LocalSystemDriver.StartAsync(EveryFive);
        await system.LetPassAsync(TimeSpan.FromMinutes(12));
        var fault = (await system.SimAsync("POST", "faults", new JsonObject { ["route"] = "opsautomation.*", ["status"] = 503 }))["id"]!.GetValue<string>();

        await system.LetPassAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(await system.CardsAsync());
        Assert.True(await system.IsHealthyAsync());

        await system.LetPassAsync(TimeSpan.FromMinutes(20));
        Assert.Contains("alerts do not get through", Assert.Single(await system.CardsAsync()).ToJsonString(), StringComparison.Ordinal);
        var health = await system.GetAsync("/api/health");
        Assert.Equal((503, "degraded"), (health.Status, health.Json["status"]!.GetValue<string>()));
        Assert.Contains("It had no disposition within 60 s.", health.Json["reason"]!.GetValue<string>(), StringComparison.Ordinal);

        await system.SimAsync("DELETE", $"faults/{fault}");
        await system.LetPassAsync(TimeSpan.FromMinutes(20));
        var cards = await system.CardsAsync();
        Assert.Equal(2, cards.Count);
        Assert.Contains("Alerts get through again", cards[1].ToJsonString(), StringComparison.Ordinal);
        Assert.True(await system.IsHealthyAsync());
        Assert.Empty(await system.IncidentsAsync());
        var figures = (await system.GetAsync("/api/telemetry")).Json["synthetic"]!["figures"]!;
        Assert.True(figures["good"]!.GetValue<long>() < figures["total"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_channel_that_is_down_is_told_when_it_is_back()
    {
        await using var system = await LocalSystemDriver.StartAsync(EveryFive);
        await system.SimAsync("POST", "faults", new JsonObject { ["route"] = "opsautomation.*", ["status"] = 503 });
        var teams = (await system.SimAsync("POST", "faults", new JsonObject { ["route"] = "local.webhook.*", ["status"] = 503 }))["id"]!.GetValue<string>();
        await system.LetPassAsync(TimeSpan.FromMinutes(20));
        Assert.Empty(await system.CardsAsync());

        await system.SimAsync("DELETE", $"faults/{teams}");
        await system.LetPassAsync(TimeSpan.FromMinutes(3));

        Assert.Single(await system.CardsAsync());
    }

    [Fact]
    public async Task Time_without_this_system_counts_against_the_budget()
    {
        await using var system = await LocalSystemDriver.StartAsync(EveryFive);
        await system.LetPassAsync(TimeSpan.FromMinutes(12));
        await system.StopAsync();
        await system.StartLaterAsync(TimeSpan.FromHours(1));
        await system.LetPassAsync(TimeSpan.FromMinutes(12));

        var figures = (await system.GetAsync("/api/telemetry")).Json["synthetic"]!["figures"]!;
        Assert.InRange(figures["missed"]!.GetValue<long>(), 8, 10);
        Assert.True(figures["budgetRemaining"]!.GetValue<double>() < 0);
        Assert.True(await system.IsHealthyAsync());
    }

    [Fact]
    public async Task When_records_fail_people_are_told_once_and_when_they_work_again()
    {
        var store = new UnwellStore();
        await using var system = await LocalSystemDriver.StartAsync(EveryFive with
        {
            Services = services => services.AddSingleton<IRecordStore>(s => store.Before(s.GetRequiredService<SqliteRecordStore>())),
        });
        await system.LetPassAsync(TimeSpan.FromMinutes(7));
        store.IsDown = true;
        await system.LetPassAsync(TimeSpan.FromMinutes(30));
        Assert.Contains("records cannot be read or written", Assert.Single(await system.CardsAsync()).ToJsonString(), StringComparison.Ordinal);

        store.IsDown = false;
        await system.LetPassAsync(TimeSpan.FromMinutes(10));
        var cards = await system.CardsAsync();
        Assert.Equal(2, cards.Count);
        Assert.Contains("Alerts get through again", cards[1].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_can_post_as_the_system_itself()
    {
        await using var system = await LocalSystemDriver.StartAsync();

        Assert.Equal(404, (await system.PostAlertAsync("{}"u8.ToArray(), source: "ops")).Status);
    }

    /// <summary>Records that can be taken away.</summary>
    private sealed class UnwellStore : IRecordStore
    {
        private IRecordStore? _inner;

        public bool IsDown { get; set; }

        private IRecordStore Inner => IsDown ? throw new IOException("disk full") : _inner!;

        public UnwellStore Before(IRecordStore inner)
        {
            _inner = inner;
            return this;
        }

        public Task<Record?> ReadAsync(string partition, string row, CancellationToken cancellationToken = default) =>
            Inner.ReadAsync(partition, row, cancellationToken);

        public IAsyncEnumerable<Record> RangeAsync(string partition, string? from = null, string? to = null, CancellationToken cancellationToken = default) =>
            Inner.RangeAsync(partition, from, to, cancellationToken);

        public Task CommitAsync(string partition, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken = default) =>
            Inner.CommitAsync(partition, changes, cancellationToken);
    }
}

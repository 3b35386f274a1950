using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Integrations.Records.Sqlite;
using OpsAutomation.Testing.Guardrails;

namespace OpsAutomation.Integration.Integrations.Records;

public sealed class ReservationsOnSqliteTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ops-race-").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Runs_that_reserve_at_the_same_instant_never_pass_a_limit_together(int seed)
    {
        await using var store = SqliteRecordStore.Open(Path.Combine(_directory, "ops.db"));

        Assert.Empty(await ReservationRace.RunAsync(store, new FakeTimeProvider(), seed));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}

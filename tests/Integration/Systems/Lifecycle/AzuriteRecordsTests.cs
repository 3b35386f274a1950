using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Integration.Integrations.Tables;
using OpsAutomation.Integrations.Records.Tables;
using OpsAutomation.Integrations.Records.Tables.Access;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Lifecycle;

/// <summary>The whole system with its records in Table storage, as in Azure, on a real Azurite.</summary>
public sealed class AzuriteRecordsTests(Azurite azurite) : IClassFixture<Azurite>
{
    [AzuriteFact]
    public async Task An_incident_goes_from_fired_to_closed_with_its_records_in_table_storage_and_outlives_a_restart()
    {
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { Records = azurite.ConnectionString });

        var alert = await system.FireSampleAsync("cpu-high");
        var opened = await system.DispositionAsync(alert);
        Assert.Equal(DispositionKind.Opened, opened.Kind);
        var incident = await system.JournalAsync(opened.IncidentId!, "closed", f => f.Head.Status == IncidentStatus.Closed);
        Assert.NotEmpty(await system.ChangesAsync());
        Assert.Contains(incident.Facts, f => f is Fact.Started);

        await system.RestartAsync();

        Assert.Equal(opened, (await system.DispositionsAsync(alert)).First(d => d.Kind == DispositionKind.Opened));
        var store = new TableRecordStore(TableAccount.FromConnectionString(azurite.ConnectionString), TimeProvider.System);
        Assert.NotEmpty(await store.PrefixAsync(IncidentRun.Partition(opened.IncidentId!), string.Empty).ToArrayAsync());
    }
}

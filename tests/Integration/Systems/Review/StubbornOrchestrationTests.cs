using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Orchestrations;
using OpsAutomation.Integration.Runtime.Durable;

namespace OpsAutomation.Integration.Systems.Review;

/// <summary>The two orchestrations on the real engine, with activities that do not do what they should.</summary>
public sealed class StubbornOrchestrationTests
{
    [Fact]
    public async Task An_expiry_survives_an_outage_that_outlasts_its_retries()
    {
        var calls = 0;
        var catalog = new TestCatalog()
            .Orchestrator(nameof(TtlOrchestrator), TtlOrchestrator.Run)
            .Activity<TtlOrder, DateTimeOffset?>(nameof(GiveBack), _ => ++calls <= 12 ? throw new IOException("The store is away.") : null);
        await using var rig = await EngineRig.StartAsync(catalog);
        var order = new TtlOrder("INC-1", "scale-out", EngineRig.Start.AddHours(2));

        var end = await rig.RunAsync(nameof(TtlOrchestrator), new TtlLook(order, order.ExpiresAt));

        Assert.Equal(Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(13, calls);
    }

    [Fact]
    public async Task A_run_that_makes_no_progress_calls_a_person_and_then_waits_instead_of_spinning()
    {
        var escalations = 0;
        var catalog = new TestCatalog()
            .Orchestrator(nameof(IncidentOrchestrator), IncidentOrchestrator.Run)
            .Activity<RunReference, Command>(nameof(AdvanceIncident), _ => new Command(CommandKind.Release, "release"))
            .Activity<CommandOrder, bool>(nameof(ReleaseResources), _ => false)
            .Activity<CommandOrder, bool>(nameof(EscalateIncident), _ => ++escalations == 1);
        await using var rig = await EngineRig.StartAsync(catalog, jump: false);
        await rig.BeginAsync(nameof(IncidentOrchestrator), new RunReference("INC-1", 1));

        await rig.QuietAsync();

        Assert.Equal(2, escalations);
    }
}

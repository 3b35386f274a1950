using System.Text.Json.Nodes;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>A running system with one incident that automation closed and one that waits for an approval.</summary>
public sealed class WaitingSystem : IAsyncLifetime
{
    private OpsProcess? _ops;
    private JsonObject? _card;

    /// <summary>The system.</summary>
    public OpsProcess Ops => _ops ?? throw new InvalidOperationException("There is no browser, so it was not started.");

    /// <summary>The incident that is closed.</summary>
    public string Closed { get; private set; } = string.Empty;

    /// <summary>The incident that waits.</summary>
    public string Waiting { get; private set; } = string.Empty;

    /// <summary>The alert of the incident that waits.</summary>
    public string WaitingAlert { get; private set; } = string.Empty;

    /// <summary>What could not be understood.</summary>
    public string DeadLetter { get; private set; } = string.Empty;

    /// <summary>The card that asks.</summary>
    public JsonObject Card => _card ?? throw new InvalidOperationException("There is no card.");

    /// <summary>Its link to approve.</summary>
    public Uri ApproveLink => SimApi.Links(Card)["Review and approve"];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Chromium.Lacking is not null)
        {
            return;
        }

        _ops = await OpsProcess.StartAsync();
        Closed = await Ops.Api.IncidentOfAsync(Assert.Single(await Ops.Api.FireAsync(OpsApi.Sample("cpu-high"))));
        await Ops.RunUntilClosedAsync(Closed);
        DeadLetter = Assert.Single(await Ops.Api.FireAsync("""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"monitoringService":"Tea leaves","alertRule":"brew"}}}"""));
        WaitingAlert = Assert.Single(await Ops.Api.FireAsync(OpsApi.Sample("checkout-errors")));
        Waiting = await Ops.Api.IncidentOfAsync(WaitingAlert);
        _card = await Ops.Sim.ApprovalCardAsync();
        await Ops.SettleAsync(Waiting);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_ops is not null)
        {
            await _ops.DisposeAsync();
        }
    }
}

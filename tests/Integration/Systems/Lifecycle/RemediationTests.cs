using System.Text.Json.Nodes;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Lifecycle;

public sealed class RemediationTests
{
    [Fact]
    public async Task High_CPU_is_mended_verified_and_the_capacity_given_back()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var id = await system.IncidentOfAsync(await system.FireSampleAsync("cpu-high"));

        var closed = await system.StatusAsync(id, IncidentStatus.Closed, IncidentStatus.Escalated, IncidentStatus.Failed);

        Assert.Equal(IncidentStatus.Closed, closed.Head.Status);
        Assert.Equal(4, await CapacityAsync(system));
        Assert.Contains(closed.Facts.OfType<Fact.SignalRead>(), r => r is { Purpose: SignalPurpose.Verify, State: SignalState.Healthy });
        Assert.Single(await system.ChangesAsync());

        var expiry = Assert.Single(closed.Facts.OfType<Fact.TtlSet>()).ExpiresAt;
        await system.AdvanceAsync(expiry - system.Clock.GetUtcNow());
        await system.JournalAsync(id, "the capacity is given back", f => f.Facts.OfType<Fact.Expiry>().Any(e => e.What is Fact.Polled { Outcome: Core.Actions.PollOutcome.Succeeded }));

        Assert.Equal(2, await CapacityAsync(system));
        Assert.Equal(2, (await system.ChangesAsync()).Count);
        Assert.Null(AuditChain.Verify((await system.IncidentAsync(id)).Entries));
    }

    [Fact]
    public async Task A_protected_scale_set_is_left_to_people()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var alert = AzureAlerts.CpuHigh(system.Clock.GetUtcNow(), AzureAlerts.Database);

        var file = await system.StatusAsync(await system.IncidentOfAsync((await system.FireAsync(alert.ToJsonString()))[0]), IncidentStatus.Escalated, IncidentStatus.Closed);

        Assert.Equal(IncidentStatus.Escalated, file.Head.Status);
        Assert.Empty(await system.ChangesAsync());
    }

    [Fact]
    public async Task A_signal_that_has_recovered_is_not_mended()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await system.AzureAsync("PATCH", $"{AzureAlerts.WebTier}?api-version=2024-07-01", new JsonObject { ["sku"] = new JsonObject { ["capacity"] = 4 } });
        await system.LetPassAsync(TimeSpan.FromMinutes(10));

        var file = await system.StatusAsync(await system.IncidentOfAsync(await system.FireSampleAsync("cpu-high")), IncidentStatus.Closed, IncidentStatus.Escalated);

        Assert.Equal(IncidentStatus.Closed, file.Head.Status);
        Assert.Empty(await system.ChangesAsync());
    }

    [Fact]
    public async Task A_resolution_while_a_person_is_asked_voids_the_request_and_nothing_is_done()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var fired = system.Clock.GetUtcNow();
        var id = await system.IncidentOfAsync((await system.FireAsync(AzureAlerts.CheckoutErrors(fired).ToJsonString()))[0]);
        await system.StatusAsync(id, IncidentStatus.AwaitingApproval);
        var link = await new ApprovalClient(system).LinkAsync(id);

        await system.FireAsync(AzureAlerts.CheckoutErrors(fired, condition: "Resolved", resolved: fired.AddMinutes(1)).ToJsonString());
        var file = await system.StatusAsync(id, IncidentStatus.Closed, IncidentStatus.Escalated);

        Assert.Equal(IncidentStatus.Closed, file.Head.Status);
        Assert.Equal(DecisionOutcome.Voided, Assert.Single(file.Facts.OfType<Fact.Decided>()).Outcome);
        Assert.Empty(await system.ChangesAsync());
        var late = await new ApprovalClient(system).OpenAsync(link);
        Assert.Equal(200, late.Status);
        Assert.DoesNotContain("<form", late.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restart_the_same_link_approves_and_the_run_ends()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var person = new ApprovalClient(system);
        var id = await system.IncidentOfAsync(await system.FireSampleAsync("checkout-errors"));
        await system.StatusAsync(id, IncidentStatus.AwaitingApproval);
        var link = await person.LinkAsync(id);

        await system.RestartAsync();
        var answer = await person.SendAsync(await person.FillAsync(link));
        var file = await system.StatusAsync(id, IncidentStatus.Closed, IncidentStatus.Escalated, IncidentStatus.Failed);

        Assert.Equal((200, IncidentStatus.Closed), (answer.Status, file.Head.Status));
        Assert.EndsWith("/restart", Assert.Single(await system.ChangesAsync()), StringComparison.Ordinal);
    }

    private static async Task<int> CapacityAsync(LocalSystemDriver system) =>
        (await system.AzureAsync("GET", $"{AzureAlerts.WebTier}?api-version=2024-07-01")).Json["sku"]!["capacity"]!.GetValue<int>();
}

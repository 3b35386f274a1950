using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class ReadBudgetTests
{
    [Fact]
    public async Task A_spent_budget_of_reads_is_a_clear_failure_that_passes_and_Azure_is_not_asked()
    {
        await using var estate = new SimulatedEstate();
        var arm = new ArmGateway(
            estate.Credential, estate.Cloud.CreateTransport("ops-automation"), estate.Clock, estate.Calls, new ArmOptions { ReadBurst = 8, ReadsPerSecond = 2 });
        var action = AzureActions.All(arm, FilePriceList.Empty)["vmss.scale-out"];
        var request = new PlanRequest(SimulatedEstate.Web, new JsonObject { ["add"] = 1 }, 10);
        var plan = (await action.PlanAsync(request, default)).Plan!;
        await action.PlanAsync(request, default);
        var asked = estate.Calls.All.Count;
        var spent = await action.PlanAsync(request, default);
        Assert.True(spent.Transient);
        Assert.Contains("Our own budget of reads", spent.Refusal, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1), spent.RetryAfter);
        var start = await action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Throttled, start.Outcome);
        Assert.StartsWith("Nothing was sent", start.Reason, StringComparison.Ordinal);
        Assert.Equal(PollOutcome.Unknown, (await action.PollAsync(plan, null, default)).Outcome);
        Assert.Equal(8, asked);
        Assert.Equal(asked, estate.Calls.All.Count);

        estate.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull((await action.PlanAsync(request, default)).Plan);
    }
}

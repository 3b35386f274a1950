using System.Net;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Kills;

public sealed class KillDuringApprovalTests
{
    [Fact]
    public async Task An_incident_that_waits_for_approval_survives_a_kill_and_is_approved_by_the_same_link()
    {
        await using var ops = await OpsProcess.StartAsync();
        var alert = Assert.Single(await ops.Api.FireAsync(OpsApi.Sample("checkout-errors")));
        var link = SimApi.Links(await ops.Sim.ApprovalCardAsync())["Review and approve"];
        var incident = await ops.Api.IncidentOfAsync(alert);

        await ops.KillAsync();
        await ops.RestartAsync();

        Assert.Equal("AwaitingApproval", (await ops.Api.IncidentAsync(incident))!.Status);
        var visit = await ApprovalVisit.OpenAsync(ops.Api.Anonymous, link);
        var (status, text) = await visit.DecideAsync("ana", "The checkout is down.", "approve");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("ana approved", text, StringComparison.Ordinal);
        var story = await ops.RunUntilClosedAsync(incident);
        Assert.Single(story.Facts("started"));

        // The same form again, by another person who wants the opposite.
        var (again, words) = await visit.DecideAsync("ben", "I would rather not.", "reject");
        Assert.Equal(HttpStatusCode.OK, again);
        Assert.Contains("Your answer changed nothing. ", words, StringComparison.Ordinal);
        Assert.Contains("Approved by ana", words, StringComparison.Ordinal);
        Assert.DoesNotContain("I would rather not.", words, StringComparison.Ordinal);
        Assert.Equal(story.Journal, (await ops.Api.IncidentAsync(incident))!.Journal);
    }

    [Fact]
    public async Task A_decision_is_not_lost_by_a_kill_right_after_it_was_answered()
    {
        await using var ops = await OpsProcess.StartAsync();
        var alert = Assert.Single(await ops.Api.FireAsync(OpsApi.Sample("checkout-errors")));
        var link = SimApi.Links(await ops.Sim.ApprovalCardAsync())["Review and approve"];
        var incident = await ops.Api.IncidentOfAsync(alert);

        var visit = await ApprovalVisit.OpenAsync(ops.Api.Anonymous, link);
        var (status, _) = await visit.DecideAsync("ana", "The checkout is down.", "approve");
        await ops.KillAsync();
        await ops.RestartAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        var story = await ops.RunUntilClosedAsync(incident);
        Assert.Single(story.Facts("decided"));
        Assert.Single(story.Facts("started"));
    }

    [Fact]
    public async Task A_rejection_after_a_kill_changes_nothing_and_calls_a_person()
    {
        await using var ops = await OpsProcess.StartAsync();
        var alert = Assert.Single(await ops.Api.FireAsync(OpsApi.Sample("checkout-errors")));
        var link = SimApi.Links(await ops.Sim.ApprovalCardAsync())["Reject"];
        var incident = await ops.Api.IncidentOfAsync(alert);

        await ops.KillAsync();
        await ops.RestartAsync();
        var visit = await ApprovalVisit.OpenAsync(ops.Api.Anonymous, link);
        var (status, text) = await visit.DecideAsync("ben", "A deployment is under way.", "reject");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("ben rejected", text, StringComparison.Ordinal);
        var story = await Eventually.GetAsync("it is escalated", async () =>
            await ops.Api.IncidentAsync(incident) is { Status: "Escalated" } escalated ? escalated : null);
        Assert.Empty(story.Facts("intended"));
    }
}

using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Guardrails;

namespace OpsAutomation.Rehearsals;

/// <summary>What would be done is shown against the world as it is, and nothing is done.</summary>
public sealed class Planned
{
    [Fact]
    public async Task A_playbook_is_planned_on_any_resource_and_nothing_is_reserved_or_sent()
    {
        await using var shop = await Rehearsal.On("shop");
        var plan = await shop.Post("api/plans", new { playbook = "scale-out-vmss", resource = RehearsedAzure.Web });
        Assert.Equal("Auto", (string?)plan["autonomy"]);
        Assert.True((bool?)plan["wouldAct"]);
        var step = plan["steps"]!.AsArray().Single()!;
        Assert.Equal(("2", "4"), ((string?)step["plan"]!["before"]!["capacity"], (string?)step["plan"]!["after"]!["capacity"]));
        Assert.False((bool?)step["needsApproval"]);
        Assert.Equal(64, ((string?)step["planHash"])!.Length);
        Assert.NotEmpty(step["verdicts"]!.AsArray());
        Assert.Empty(await shop.Azure.ChangesAsync());
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
    }

    [Fact]
    public async Task Under_the_kill_switch_the_plan_says_that_nothing_would_be_done()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Part<KillSwitch>().SetAsync(on: true, "ben", "Everything stops.");
        var plan = await shop.Post("api/plans", new { playbook = "scale-out-vmss", resource = RehearsedAzure.Web });
        Assert.False((bool?)plan["wouldAct"]);
        Assert.Contains("ben stopped", plan.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_of_an_incident_is_the_one_that_people_are_asked_about()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire(Playbooks.Restart);
        var asked = await shop.Until(Rehearsal.Asks, "question");
        var plan = await shop.Get($"api/incidents/{asked.Head.Id}/plan");
        var step = plan["steps"]!.AsArray().Single()!;
        Assert.True((bool?)step["stands"]);
        Assert.True((bool?)step["needsApproval"]);
        Assert.Equal((string?)(await shop.Get($"api/approvals/{asked.Head.Id}"))["planHash"], (string?)step["planHash"]);
    }

    [Fact]
    public async Task A_resource_of_another_type_or_an_unknown_parameter_is_refused()
    {
        await using var shop = await Rehearsal.On("shop");
        await Assert.ThrowsAsync<RehearsalException>(() => shop.Post("api/plans", new { playbook = "scale-out-vmss", resource = RehearsedAzure.Checkout }));
        await Assert.ThrowsAsync<RehearsalException>(() => shop.Post(
            "api/plans", new { playbook = "scale-out-vmss", resource = RehearsedAzure.Web, parameters = new { never = "1" } }));
    }
}

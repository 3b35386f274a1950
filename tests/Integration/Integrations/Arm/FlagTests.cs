using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class FlagTests : IAsyncLifetime
{
    private const string Off = "flag.off";
    private const string Restore = "flag.set";
    private readonly SimulatedEstate _estate = new(Estates.All);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task Only_enabled_changes_and_all_else_of_the_flag_stays()
    {
        var before = (await _estate.OtherAsync("GET", Estates.Flag))!;
        await Done(await Plan("new-basket"));
        var after = (await _estate.OtherAsync("GET", Estates.Flag))!;
        var value = (JsonObject)JsonNode.Parse((string)after["value"]!)!;
        Assert.False((bool)value["enabled"]!);
        value["enabled"] = true;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse((string)before["value"]!), value));
        Assert.Equal((string)before["content_type"]!, (string)after["content_type"]!);
        Assert.NotEqual((string)before["etag"]!, (string)after["etag"]!);
    }

    [Fact]
    public async Task A_flag_is_turned_off_in_its_label_alone()
    {
        const string prod = "https://appcs-web.azconfig.io/kv/.appconfig.featureflag%2Fnew-basket?api-version=2023-11-01&label=prod";
        await _estate.OtherAsync("PUT", prod, new { value = """{"id":"new-basket","enabled":true}""", content_type = "application/vnd.microsoft.appconfig.ff+json;charset=utf-8" });
        var with = new JsonObject { ["flag"] = "new-basket", ["label"] = "prod" };
        await Done(await _estate.PlanAsync(Off, Estates.Store, with));
        Assert.Contains("false", (string)(await _estate.OtherAsync("GET", prod))!["value"]!, StringComparison.Ordinal);
        Assert.Contains("true", (string)(await _estate.OtherAsync("GET", Estates.Flag))!["value"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("old-basket", "is off already")]
    [InlineData("kept", "is locked")]
    [InlineData("no-such-flag", "404")]
    [InlineData("../../secrets", "no name of a feature flag")]
    public async Task A_flag_that_is_off_locked_absent_or_none_is_refused(string flag, string because)
    {
        var result = await _estate.Actions[Off].PlanAsync(new PlanRequest(Estates.Store, new JsonObject { ["flag"] = flag }, null), default);
        Assert.Contains(because, result.Refusal, StringComparison.Ordinal);
        Assert.False(result.Transient);
    }

    [Fact]
    public async Task A_flag_that_somebody_changed_meanwhile_is_not_overwritten_nor_restored()
    {
        var plan = await Plan("new-basket");
        await Done(plan);
        await _estate.OtherAsync("PUT", Estates.Flag, new { value = """{"id":"new-basket","enabled":false,"description":"Ours"}""", content_type = "application/vnd.microsoft.appconfig.ff+json;charset=utf-8" });
        Assert.Equal(StartOutcome.Changed, (await _estate.Actions[Off].StartAsync(plan, "op-2", default)).Outcome);
        var back = await _estate.Actions[Restore].PlanAsync(new PlanRequest(Estates.Store, (JsonObject)plan.Inverse!.Parameters.DeepClone(), null), default);
        Assert.Contains("somebody else changed it", back.Refusal, StringComparison.Ordinal);
        Assert.Equal(1, _estate.Sent);
    }

    [Fact]
    public async Task A_flag_that_was_locked_after_the_plan_is_refused_and_never_tried_again()
    {
        var plan = await Plan("new-basket");
        await _estate.OtherAsync("PUT", "https://appcs-web.azconfig.io/locks/.appconfig.featureflag%2Fnew-basket?api-version=2023-11-01");
        var start = await _estate.Actions[Off].StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Refused, start.Outcome);
        Assert.Contains("key-locked", start.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://appcs-web.azconfig.io.evil.example")]
    [InlineData("http://appcs-web.azconfig.io")]
    [InlineData("https://evil.example/?x=.azconfig.io")]
    [InlineData("https://appcs-web.azconfig.io:8443")]
    [InlineData("https://a.b.azconfig.io")]
    public async Task No_token_goes_to_an_address_that_is_none_of_the_service(string endpoint)
    {
        await _estate.OtherAsync("PATCH", $"{Estates.Store}?api-version=2024-06-01", new { properties = new { endpoint } });
        var result = await _estate.Actions[Off].PlanAsync(new PlanRequest(Estates.Store, new JsonObject { ["flag"] = "new-basket" }, null), default);
        Assert.NotNull(result.Refusal);
        Assert.DoesNotContain(_estate.Calls.All, c => c.Path.StartsWith("/kv", StringComparison.Ordinal));
    }

    private Task<ActionPlan> Plan(string flag) => _estate.PlanAsync(Off, Estates.Store, new JsonObject { ["flag"] = flag });

    private async Task Done(ActionPlan plan)
    {
        var start = await _estate.Actions[plan.Action].StartAsync(plan, "op-1", default);
        Assert.True(start.Outcome == StartOutcome.Accepted, start.Reason);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, start.StatusUrl)).Outcome);
    }
}

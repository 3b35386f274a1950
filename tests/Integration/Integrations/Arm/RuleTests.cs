using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class RuleTests : IAsyncLifetime
{
    private const string Remove = "nsg.remove-rule";
    private const string Put = "nsg.put-rule";
    private readonly SimulatedEstate _estate = new(Estates.All);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task The_only_rule_that_is_open_to_the_Internet_is_found_and_remembered_whole()
    {
        var plan = await _estate.PlanAsync(Remove, Estates.Rules, []);
        Assert.Equal("temporary-ssh", (string)plan.Parameters["rule"]!);
        Assert.Contains("Allow Tcp from * to port 22", plan.Summary, StringComparison.Ordinal);
        Assert.EndsWith("--nsg-name nsg-web --name temporary-ssh", plan.ByHand, StringComparison.Ordinal);
        Assert.Contains("\"priority\":200", plan.UndoByHand, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_open_rules_are_a_persons_choice_and_one_of_them_may_be_named()
    {
        await RuleAsync("any-rdp", "3000-4000", 300);
        var result = await TryAsync([]);
        Assert.Contains("2 rules of nsg-web are open to the Internet (temporary-ssh, any-rdp)", result.Refusal, StringComparison.Ordinal);
        Assert.NotNull((await TryAsync(new JsonObject { ["rule"] = "any-rdp" })).Plan);
    }

    [Theory]
    [InlineData("allow-https", "is not open to the Internet on a port that should not be")]
    [InlineData("nothing", "has no rule nothing")]
    [InlineData("../x", "is no name")]
    public async Task A_rule_that_is_meant_absent_or_none_is_refused(string rule, string because) =>
        Assert.Contains(because, (await TryAsync(new JsonObject { ["rule"] = rule })).Refusal, StringComparison.Ordinal);

    [Fact]
    public async Task A_group_without_an_open_rule_is_refused()
    {
        await _estate.OtherAsync("DELETE", $"{Estates.Rules}/securityRules/temporary-ssh?{Estates.Network}");
        Assert.True((await TryAsync([])).Transient);
        _estate.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("No rule of nsg-web is open", (await TryAsync([])).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_somebody_changed_is_not_removed_and_any_change_of_the_group_in_the_last_moment_is_refused_by_its_ETag()
    {
        var plan = await _estate.PlanAsync(Remove, Estates.Rules, []);
        await RuleAsync("temporary-ssh", "22", 210);
        Assert.Equal(StartOutcome.Changed, (await _estate.Actions[Remove].StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_rule_that_somebody_made_under_the_name_is_not_overwritten_by_an_undo()
    {
        var plan = await _estate.PlanAsync(Remove, Estates.Rules, []);
        await _estate.Actions[Remove].StartAsync(plan, "op-1", default);
        _estate.Clock.Advance(TimeSpan.FromMinutes(1));
        await RuleAsync("temporary-ssh", "443", 200);
        var back = await _estate.Actions[Put].PlanAsync(new PlanRequest(Estates.Rules, (JsonObject)plan.Inverse!.Parameters.DeepClone(), null), default);
        Assert.Contains("somebody else made it", back.Refusal, StringComparison.Ordinal);
    }

    private async Task RuleAsync(string name, string port, int priority)
    {
        await _estate.OtherAsync("PUT", $"{Estates.Rules}/securityRules/{name}?{Estates.Network}", new
        {
            properties = new { protocol = "Tcp", sourceAddressPrefix = "*", sourcePortRange = "*", destinationAddressPrefix = "*", destinationPortRange = port, access = "Allow", priority, direction = "Inbound" },
        });
        _estate.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private Task<PlanResult> TryAsync(JsonObject with) => _estate.Actions[Remove].PlanAsync(new PlanRequest(Estates.Rules, with, null), default);
}

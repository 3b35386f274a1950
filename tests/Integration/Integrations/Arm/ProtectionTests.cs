using System.Text.Json.Nodes;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integration.Integrations.Arm;

/// <summary>What protects a resource: locks and tags on it, on what contains it, on its group and its subscription.</summary>
public sealed class ProtectionTests : IAsyncDisposable
{
    private const string Slot = SimulatedEstate.Checkout + "/slots/staging";
    private const string Instance = SimulatedEstate.Web + "/virtualMachines/0";
    private static readonly string Subscription = SimulatedEstate.Group[..SimulatedEstate.Group.IndexOf("/resourceGroups", StringComparison.Ordinal)];
    private readonly SimulatedEstate _estate = new();

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Fact]
    public async Task A_tag_on_the_group_protects_what_is_in_it()
    {
        await TagAsync(SimulatedEstate.Group);

        Assert.Equal("the tag protected: true on the group rg-shop", await FindAsync(SimulatedEstate.Web));
        Assert.Equal("the tag protected: true on the group rg-shop", (await _estate.PlanAsync("vmss.scale-out", SimulatedEstate.Web, new JsonObject { ["add"] = 1 })).ProtectedBy);
    }

    [Theory]
    [InlineData(SimulatedEstate.Web, Instance)]
    [InlineData(SimulatedEstate.Checkout, Slot)]
    public async Task A_tag_or_a_lock_on_what_contains_it_protects_a_part(string whole, string part)
    {
        Assert.Null(await FindAsync(part));
        await TagAsync(whole);
        Assert.StartsWith("the tag protected: true on ", await FindAsync(part), StringComparison.Ordinal);
        await _estate.OtherAsync("DELETE", $"{whole}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01");
        await _estate.LockAsync(whole);

        Assert.Equal("the ReadOnly lock 'freeze'", await FindAsync(part));
    }

    [Fact]
    public async Task The_resources_own_tags_and_locks_are_read_right_before_sending()
    {
        Assert.Equal(ProtectionReading.Free, await ReadAsync(SimulatedEstate.Web));
        await TagAsync(SimulatedEstate.Web);
        Assert.Equal("the tag protected: true", (await ReadAsync(SimulatedEstate.Web)).ProtectedBy);
        await _estate.LockAsync(SimulatedEstate.Farm);
        Assert.Equal("the ReadOnly lock 'freeze'", (await ReadAsync(SimulatedEstate.Farm.ToLowerInvariant())).ProtectedBy);
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(403, false)]
    public async Task What_cannot_be_read_is_not_free(int status, bool mayPass)
    {
        await _estate.FaultAsync(new { status, count = 1 });
        var reading = await ReadAsync(SimulatedEstate.Web);

        Assert.NotNull(reading.Unreadable);
        Assert.Equal(mayPass, reading.MayPass);
        Assert.False(ProtectedResourceRule.CheckNow(await _estate.PlanAsync("vmss.scale-out", SimulatedEstate.Web, new JsonObject { ["add"] = 1 }), reading).Allowed);
    }

    [Fact]
    public async Task A_subscription_that_we_may_not_read_says_nothing()
    {
        await _estate.FaultAsync(new { status = 403, route = $"*{Subscription}/providers/Microsoft.Resources/tags/default", count = 9 });

        Assert.Null(await FindAsync(SimulatedEstate.Web));
    }

    [Theory]
    [InlineData("/providers/Microsoft.Graph/users/5f1d", true)]
    [InlineData("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop", false)]
    [InlineData("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/a/b/../c", false)]
    public async Task What_is_no_resource_of_a_group_is_free_only_outside_of_subscriptions(string id, bool free) =>
        Assert.Equal(free, await ReadAsync(id) == ProtectionReading.Free);

    private Task<ProtectionReading> ReadAsync(string id) => new ProtectionReader(_estate.Arm).ReadAsync(id, default);

    private async Task<string?> FindAsync(string id)
    {
        var reading = await ReadAsync(id);
        Assert.Null(reading.Unreadable);
        return reading.ProtectedBy;
    }

    private Task TagAsync(string scope) => _estate.OtherAsync(
        "PATCH",
        $"{scope}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01",
        new { operation = "Merge", properties = new { tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["protected"] = "true" } } });
}

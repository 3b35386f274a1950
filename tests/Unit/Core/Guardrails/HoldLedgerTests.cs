using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class HoldLedgerTests
{
    private readonly FakeTimeProvider _clock = new(RuleFacts.Now);
    private readonly HoldLedger _holds;

    public HoldLedgerTests() => _holds = new HoldLedger(new InMemoryRecordStore(), _clock);

    [Fact]
    public async Task A_hold_stands_until_it_ends_or_is_released_and_the_log_says_who()
    {
        Assert.True((await Place(2)).Done);
        Assert.Equal(RuleFacts.Vm, Assert.Single(await _holds.ListAsync()).Resource);
        Assert.True((await _holds.ReleaseAsync(RuleFacts.Vm.ToUpperInvariant(), "ben", "done")).Done);
        Assert.False((await _holds.ReleaseAsync(RuleFacts.Vm, "ben", null)).Done);
        Assert.Empty(await _holds.ListAsync());
        Assert.Equal([("ana", false), ("ben", true)], (await _holds.LogAsync()).Select(c => (c.By, c.Released)));

        await Place(2);
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await _holds.ListAsync());
    }

    [Fact]
    public async Task Placing_again_moves_the_end()
    {
        await Place(2);
        await Place(5);

        Assert.Equal(RuleFacts.Now.AddHours(5), Assert.Single(await _holds.ListAsync()).Until);
    }

    [Theory]
    [InlineData("vm-1", 1, "resource")]
    [InlineData("/subscriptions/s1/resourceGroups/*", 1, "resource")]
    [InlineData("", 1, "resource")]
    [InlineData("/subscriptions/s1", 0, "until")]
    [InlineData("/subscriptions/s1", 721, "until")]
    public async Task What_is_no_resource_or_no_time_is_told(string resource, int hours, string field)
    {
        var result = await _holds.PlaceAsync(resource, RuleFacts.Now.AddHours(hours), "ana", null);

        Assert.False(result.Done);
        Assert.Equal(field, result.Field);
    }

    [Fact]
    public async Task There_is_room_for_so_many_and_ended_ones_make_room()
    {
        for (var i = 0; i < HoldLedger.MaxLive; i++)
        {
            Assert.True((await _holds.PlaceAsync($"/subscriptions/s1/resourceGroups/g{i}", RuleFacts.Now.AddHours(1), "ana", null)).Done);
        }

        Assert.False((await Place(2)).Done);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await Place(2)).Done);
    }

    [Theory]
    [InlineData("/providers/Microsoft.Graph/users/CCCCCCCC-0000-4000-8000-000000000101")]
    [InlineData("/providers/Microsoft.Graph/applications/aaaaaaaa-0000-4000-8000-0000000000c1")]
    public async Task A_person_who_works_on_an_identity_can_hold_it_and_it_is_held_whatever_the_case(string identity)
    {
        Assert.True((await _holds.PlaceAsync(identity, RuleFacts.Now.AddHours(1), "ana", "Talking to them.")).Done);

        var facts = RuleFacts.Free(identity.ToLowerInvariant()) with { Holds = await _holds.ListAsync() };
        Assert.False(HoldRule.Check(facts).Allowed);
    }

    [Theory]
    [InlineData("/providers/Microsoft.Graph/users/maria@shop.test")]
    [InlineData("/providers/Microsoft.Graph/groups/cccccccc-0000-4000-8000-000000000101")]
    [InlineData("/providers/Microsoft.Graph/users/")]
    public async Task A_name_or_another_kind_of_object_is_no_identity_to_hold(string identity) =>
        Assert.Equal("resource", (await _holds.PlaceAsync(identity, RuleFacts.Now.AddHours(1), "ana", null)).Field);

    private Task<HoldResult> Place(int hours) => _holds.PlaceAsync(RuleFacts.Vm, RuleFacts.Now.AddHours(hours), "ana", "migrating");
}

using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Approvals.Links;

public sealed class KeyOrderTests
{
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(11);

    [Fact]
    public void The_only_key_signs_at_once_and_for_ever()
    {
        Assert.Null(Assert.Single(KeyOrder.Of([Kept("k1", 0)], Samples.Now, Settling)).RetiredAt);
        Assert.Equal("k1", Assert.Single(KeyOrder.Of([Kept("k1", 0)], Samples.Now.AddYears(2), Settling)).Id);
    }

    [Fact]
    public void A_new_key_waits_until_every_instance_has_read_it_and_is_accepted_meanwhile()
    {
        KeptKey[] keys = [Kept("old", -60), Kept("new", 0)];

        Assert.Equal(["old", "new"], KeyOrder.Of(keys, Samples.Now.AddMinutes(10), Settling).Select(k => k.Id));
        Assert.Equal(["new", "old"], KeyOrder.Of(keys, Samples.Now.AddMinutes(11), Settling).Select(k => k.Id));
    }

    [Fact]
    public void An_old_key_is_accepted_until_nothing_that_it_signed_can_be_alive()
    {
        KeptKey[] keys = [Kept("new", 0), Kept("old", -60)];
        var retired = Samples.Now + Settling;

        Assert.Equal((retired, retired + LinkKey.AcceptedAfter), (KeyOrder.Of(keys, retired, Settling)[1].RetiredAt, KeyOrder.Of(keys, retired, Settling)[1].AcceptedUntil));
        Assert.Equal(2, KeyOrder.Of(keys, retired + LinkKey.AcceptedAfter, Settling).Count);
        Assert.Equal(["new"], KeyOrder.Of(keys, retired + LinkKey.AcceptedAfter + TimeSpan.FromSeconds(1), Settling).Select(k => k.Id));
    }

    [Fact]
    public void Without_a_key_there_is_none() => Assert.Empty(KeyOrder.Of([], Samples.Now, Settling));

    private static KeptKey Kept(string id, int minutes) => new(id, new byte[LinkKey.MinBytes], Samples.Now.AddMinutes(minutes));
}

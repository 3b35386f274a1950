using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>What contains a resource and what is in it: whoever changes one changes the other.</summary>
public sealed class KinshipTests
{
    private const string Set = "/subscriptions/s1/resourceGroups/shop/providers/Microsoft.Compute/virtualMachineScaleSets/web";
    private const string Instance = Set + "/virtualMachines/3";
    private const string Site = "/subscriptions/s1/resourceGroups/shop/providers/Microsoft.Web/sites/shop";
    private const string Slot = Site + "/slots/staging";
    private const string Vault = "/subscriptions/s1/resourceGroups/shop/providers/Microsoft.KeyVault/vaults/kv";
    private static readonly PlaybookLimits Limits = new(6, TimeSpan.FromMinutes(15), 5);
    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(RuleFacts.Now);
    private readonly GuardrailLedger _ledger;

    public KinshipTests() => _ledger = new GuardrailLedger(_store, _clock, new GuardrailSettings(50, TimeSpan.FromMinutes(5), "protected", ["true"]));

    [Theory]
    [InlineData(Instance, Set, true)]
    [InlineData("/SUBSCRIPTIONS/S1/resourcegroups/SHOP/providers/microsoft.compute/virtualmachinescalesets/WEB/virtualMachines/3", Set, true)]
    [InlineData(Slot, Site, true)]
    [InlineData(Set, Set + "/", true)]
    [InlineData(Set, "/subscriptions/s1/resourceGroups/shop", true)]
    [InlineData(Set + "-2", Set, false)]
    [InlineData(Set, Instance, false)]
    [InlineData(Set, "", false)]
    [InlineData(Set, "/", false)]
    public void A_part_is_told_by_its_id(string part, string whole, bool isIn) => Assert.Equal(isIn, ArmKinship.IsIn(part, whole));

    [Theory]
    [InlineData(Set, Instance)]
    [InlineData(Instance, Set)]
    [InlineData(Site, Slot)]
    [InlineData(Vault + "/secrets/db", Vault)]
    public async Task Two_incidents_never_work_on_a_resource_and_on_a_part_of_it(string first, string second)
    {
        Assert.True((await Reserve("I1", first)).Granted);

        var refused = await Reserve("I2", second.ToUpperInvariant());
        Assert.False(refused.Granted);
        Assert.Contains(refused.Refusals, r => r.StartsWith("lease: ", StringComparison.Ordinal) && r.Contains("held by I1", StringComparison.Ordinal));

        await _ledger.ReleaseAsync("I1");
        Assert.True((await Reserve("I2", second)).Granted);
    }

    [Fact]
    public async Task One_incident_may_hold_both_and_siblings_do_not_hinder_each_other()
    {
        Assert.True((await Reserve("I1", Set)).Granted);
        Assert.True((await Reserve("I1", Instance)).Granted);
        Assert.True((await Reserve("I2", Slot)).Granted);
        Assert.True((await Reserve("I3", Site + "/slots/canary")).Granted);
        Assert.True((await Reserve("I4", Set + "-2")).Granted);
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_for_the_whole_and_its_parts_one_gets_it()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
            new GuardrailLedger(_store, _clock, new GuardrailSettings(50, TimeSpan.FromMinutes(5), "protected", ["true"]))
                .ReserveAsync(new ReservationRequest($"I{i}", "s", [i % 2 == 0 ? Set : Instance], Limits)))));

        var holders = results.Select((r, i) => (r.Granted, i % 2)).Where(r => r.Granted).ToList();
        Assert.Single(holders);
    }

    [Fact]
    public async Task An_expiry_waits_for_the_run_that_is_at_work_on_a_part()
    {
        Assert.True((await Reserve("I2", Instance)).Granted);

        var back = await _ledger.ReserveAsync(new ReservationRequest("I1-ttl-s", "s", [Set], Limits) { Purpose = ChangePurpose.GiveBack });

        Assert.Contains(back.Refusals, r => r.Contains("held by I2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_sent_while_somebody_else_holds_a_part()
    {
        var fence = (await Reserve("I1", Set)).Fence!.Value;
        var lease = _store.Rows("control").First(r => r.Row.StartsWith("lease-", StringComparison.Ordinal));
        await _store.CommitAsync("control", [new RecordChange.Insert("lease-of-an-earlier-version", lease.Body.Replace("\"I1\"", "\"I9\"", StringComparison.Ordinal).Replace("/web\"", "/web/virtualmachines/3\"", StringComparison.Ordinal))]);

        Assert.Contains((await _ledger.RecheckAsync("I1", fence, [Set])).Refusals(), r => r.Contains("held by I9", StringComparison.Ordinal));
    }

    [Fact]
    public void While_leases_cannot_be_read_nobody_takes_anything()
    {
        var facts = RuleFacts.Free() with { Leases = null, Purpose = ChangePurpose.PersonUndo };

        Assert.Contains(GuardrailRules.AtReserve(facts, Settings()).Refusals(), r => r.StartsWith("lease: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Site, Slot, false)]
    [InlineData(Slot, Site, false)]
    [InlineData(Slot, Site + "/slots/canary", true)]
    [InlineData("/subscriptions/*/resourceGroups/shop/providers/Microsoft.Web/sites/s*/slots/staging", Site, false)]
    [InlineData("/subscriptions/*/resourceGroups/shop/providers/Microsoft.Web/sites/x*/slots/staging", Site, true)]
    public void Protecting_a_resource_protects_its_parts_and_what_contains_it(string pattern, string target, bool passes)
    {
        var facts = RuleFacts.Free(target.ToLowerInvariant());

        Assert.Equal(passes, ProtectedListRule.Check(facts, [pattern]).Allowed);
        Assert.Equal(passes, OwnResourceRule.Check(facts, new OwnThings([pattern], [], [])).Allowed);
    }

    [Fact]
    public void A_hold_on_a_scale_set_keeps_off_its_instances_and_the_other_way_round()
    {
        var facts = RuleFacts.Free(Instance.ToLowerInvariant()) with { Holds = [new Hold(Set.ToLowerInvariant(), RuleFacts.Now.AddHours(1), "ana", "disks", RuleFacts.Now)] };

        Assert.False(HoldRule.Check(facts).Allowed);
        Assert.False(HoldRule.Check(RuleFacts.Free(Set) with { Holds = [facts.Holds[0] with { Resource = Instance }] }).Allowed);
    }

    [Fact]
    public void A_scope_allows_what_is_below_it_and_never_what_contains_it()
    {
        Assert.True(AllowedScopesRule.Check(RuleFacts.Free(Slot), [Site]).Allowed);
        Assert.False(AllowedScopesRule.Check(RuleFacts.Free(Site), [Slot]).Allowed);
    }

    [Fact]
    public void A_freeze_of_a_part_keeps_off_the_whole_and_a_window_for_a_part_does_not_open_the_whole()
    {
        var window = new FreezeWindow("w", "Books.", [], [Slot], RuleFacts.Now.AddHours(-1), RuleFacts.Now.AddHours(1), null);

        Assert.Equal(VerdictKind.Refused, FreezeRule.Check(RuleFacts.Free(Site), new FreezeSettings(FreezeDefault.Open, Restraint.Refuse, [window])).Kind);
        Assert.Equal(VerdictKind.Refused, FreezeRule.Check(RuleFacts.Free(Site), new FreezeSettings(FreezeDefault.Closed, Restraint.Refuse, [window])).Kind);
        Assert.Equal(VerdictKind.Allowed, FreezeRule.Check(RuleFacts.Free(Slot), new FreezeSettings(FreezeDefault.Closed, Restraint.Refuse, [window])).Kind);
    }

    private static GuardrailSettings Settings() => new(50, TimeSpan.FromMinutes(5), "protected", ["true"]);

    private Task<ReservationResult> Reserve(string incident, string resource) => _ledger.ReserveAsync(new ReservationRequest(incident, "s", [resource], Limits));
}

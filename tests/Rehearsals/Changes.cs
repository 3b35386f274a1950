using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals;

/// <summary>
/// Six playbooks for what somebody has just changed, or made too big: a bad release, a flag, an open port, an instance that
/// hangs, a machine and a plan. Each has a happy, a failing and a refused rehearsal, and survives a lost answer.
/// </summary>
public sealed class Changes
{
    private const string Estate = "shop-changes";
    private static readonly Dictionary<string, Case> Cases = new(StringComparer.Ordinal)
    {
        ["roll-back-deploy"] = new("checkout-errors", RehearsedAzure.Checkout, RehearsedAzure.Errors, 0, 30, "POST", "/slotsswap")
        {
            Undone = true,
            Spoil = azure => azure.ByHandAsync("PATCH", $"{RehearsedAzure.Checkout}/slots/last-good?api-version=2023-12-01", new { properties = new { httpsOnly = false } }),
            Because = "in ways that cannot be seen",
        },
        ["right-size-vm"] = new("report-idle", RehearsedAzure.Group + "/providers/Microsoft.Compute/virtualMachines/vm-shop-report", RehearsedAzure.Cpu, 9, 3, "PATCH", "/vm-shop-report")
        {
            Undone = true,
            Spoil = azure => azure.ByHandAsync(
                "PATCH",
                $"{RehearsedAzure.Group}/providers/Microsoft.Compute/virtualMachines/vm-shop-report?api-version=2024-07-01",
                new { properties = new { storageProfile = new { osDisk = new { diffDiskSettings = new { option = "Local" } } } } }),
            Because = "ephemeral OS disk",
        },
        ["right-size-plan"] = new("plan-idle", RehearsedAzure.Farm, "CpuPercentage", 13, 6, "PUT", "/plan-shop")
        {
            Undone = true,
            Spoil = azure => azure.AutoscaleByHandAsync(RehearsedAzure.Farm),
            Because = "Autoscale owns it",
        },
        ["restart-vmss-instance"] = new("instance-unhealthy", RehearsedAzure.Web, RehearsedAzure.Availability, 1, 0.67, "POST", "/virtualMachines/1/restart")
        {
            Spoil = azure => azure.ByHandAsync("POST", $"{RehearsedAzure.Web}/virtualMachines/1/restart?api-version=2024-07-01"),
            Because = "No instance of vmss-shop-web fails its health probe",
        },
        ["feature-flag-off"] = new("feature-errors", RehearsedAzure.Group + "/providers/Microsoft.AppConfiguration/configurationStores/appcs-shop", "BasketErrors", 0, 12, "PUT", "new-basket")
        {
            Undone = true,
            Spoil = azure => azure.ByHandAsync("PUT", "https://appcs-shop.azconfig.io/locks/.appconfig.featureflag%2Fnew-basket?api-version=2023-11-01"),
            Because = "is locked",
        },
        ["permissive-network-rule"] = new("rule-open", RehearsedAzure.Group + "/providers/Microsoft.Network/networkSecurityGroups/nsg-shop-web", "OpenManagementPorts", 0, 1, "DELETE", "/securityRules/temporary-ssh")
        {
            Spoil = azure => azure.ByHandAsync(
                "PUT",
                $"{RehearsedAzure.Group}/providers/Microsoft.Network/networkSecurityGroups/nsg-shop-web/securityRules/any-rdp?api-version=2024-05-01",
                new { properties = new { protocol = "Tcp", sourceAddressPrefix = "Internet", sourcePortRange = "*", destinationAddressPrefix = "*", destinationPortRange = "3389", access = "Allow", priority = 300, direction = "Inbound" } }),
            Because = "2 rules of nsg-shop-web are open to the Internet",
        },
    };

    public static TheoryData<string> All { get; } = [.. Cases.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_was_changed_is_changed_back_once_after_approval_and_the_incident_closes(string playbook)
    {
        var (shop, one) = await AskedAsync(playbook);
        await using var _ = shop;
        Assert.Empty(shop.Sent);
        shop.BeforeNextChange(() => shop.Azure.SetMetricAsync(one.Resource, one.Metric, one.Well));
        await shop.Decide("ben", "approve");
        var incident = await shop.Until(IncidentStatus.Closed);

        var change = Assert.Single(await shop.Azure.ChangesAsync());
        Assert.Equal(one.Method, change.Method);
        Assert.EndsWith(one.Path, Uri.UnescapeDataString(change.Path), StringComparison.Ordinal);
        Assert.Contains(incident.Facts, f => f is Fact.SignalRead { Purpose: SignalPurpose.Verify, State: SignalState.Healthy });
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_does_not_help_is_taken_back_where_the_playbook_says_so_and_a_person_is_called(string playbook)
    {
        var (shop, one) = await AskedAsync(playbook);
        await using var _ = shop;
        shop.BeforeNextChange(() => shop.Azure.SetMetricAsync(one.Resource, one.Metric, one.Ill));
        await shop.Decide("ben", "approve");
        var incident = await shop.Until(IncidentStatus.Escalated);

        Assert.Contains(one.Undone ? "has been taken back" : "did not help", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Equal(one.Undone ? 2 : 1, (await shop.Azure.ChangesAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_must_not_be_done_is_refused_with_its_reason_and_nothing_is_sent(string playbook)
    {
        var one = Cases[playbook];
        await using var shop = await Rehearsal.On(Estate);
        await one.Spoil(shop.Azure);
        await shop.After(TimeSpan.FromMinutes(2));
        await shop.Azure.SetMetricAsync(one.Resource, one.Metric, one.Ill);
        await FireAsync(shop, playbook);
        var incident = await shop.Until(IncidentStatus.Escalated);

        Assert.Contains(one.Because, Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.DoesNotContain(incident.Facts, f => f is Fact.Intended or Fact.Asked);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_locked_is_left_to_people(string playbook)
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.LockAsync(Cases[playbook].Resource);
        await FireAsync(shop, playbook);
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("protected by", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_change_whose_answer_was_lost_is_adopted_and_never_sent_twice(string playbook)
    {
        var (shop, one) = await AskedAsync(playbook);
        await using var _ = shop;
        await shop.Azure.FaultAsync(new { method = one.Method, route = $"*{one.Path}*", dropAfterEffect = true, count = 1 });
        shop.BeforeNextChange(() => shop.Azure.SetMetricAsync(one.Resource, one.Metric, one.Well));
        await shop.Decide("ben", "approve");
        var incident = await shop.Until(IncidentStatus.Closed);
        Assert.Contains(incident.Facts, f => f is Fact.Started { Adopted: true });
        Assert.Equal(0, Assert.Single(await shop.Azure.ChangesAsync()).Status);
    }

    private static async Task<(Rehearsal Shop, Case One)> AskedAsync(string playbook)
    {
        var shop = await Rehearsal.On(Estate);
        await FireAsync(shop, playbook);
        var incident = await shop.Until(Rehearsal.Asks, "question");
        Assert.Equal(playbook, incident.Pinned!.Playbook.Name);
        return (shop, Cases[playbook]);
    }

    private static async Task FireAsync(Rehearsal shop, string playbook)
    {
        if (playbook == "roll-back-deploy")
        {
            await shop.Fire("checkout-deployment", source: "deployment");
            await shop.After(TimeSpan.FromMinutes(3));
        }

        await shop.Fire(Cases[playbook].Sample);
    }

    private sealed record Case(string Sample, string Resource, string Metric, double Well, double Ill, string Method, string Path)
    {
        /// <summary>Whether the playbook takes back what did not help.</summary>
        public bool Undone { get; init; }

        /// <summary>Makes the world such that the change must not be made.</summary>
        public required Func<RehearsedAzure, Task> Spoil { get; init; }

        /// <summary>What the refusal must say.</summary>
        public required string Because { get; init; }
    }
}

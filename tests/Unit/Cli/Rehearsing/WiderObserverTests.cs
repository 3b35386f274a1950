using OpsAutomation.Cli.Rehearsing.Observing;

namespace OpsAutomation.Unit.Cli.Rehearsing;

/// <summary>What the observer sees beyond ARM, and of runs, approvals and replacements: each rule fails on a doctored log.</summary>
public sealed class WiderObserverTests
{
    private const string Arm = "management.azure.com";
    private const string Graph = "graph.microsoft.com";
    private const string VaultHost = "kv-shop.vault.azure.net";
    private const string StoreHost = "appcs-shop.azconfig.io";
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop";
    private const string Site = Group + "/providers/Microsoft.Web/sites/checkout";
    private const string Vm = Group + "/providers/Microsoft.Compute/virtualMachines/vm";
    private const string Nsg = Group + "/providers/Microsoft.Network/networkSecurityGroups/nsg";
    private const string Account = Group + "/providers/Microsoft.Storage/storageAccounts/st";
    private const string Store = Group + "/providers/Microsoft.AppConfiguration/configurationStores/appcs-shop";
    private const string Secret = Group + "/providers/Microsoft.KeyVault/vaults/kv-shop/secrets/pay";
    private const string Application = "/providers/Microsoft.Graph/applications/a1";
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly List<ObservedCall> _log = [];
    private readonly List<Order> _orders = [];
    private Charter _charter = new() { Together = [[Secret.ToLowerInvariant(), Application.ToLowerInvariant()]] };

    [Fact]
    public void A_rotation_a_flag_and_a_rule_in_order_have_no_findings()
    {
        Order(OrderKind.Alert, Secret);
        Add("POST", Graph, "/v1.0/applications/a1/addPassword", digest: "add");
        Add("PUT", VaultHost, "/secrets/pay", digest: "new");
        Add("POST", Graph, "/v1.0/applications/a1/removePassword", digest: "old", minutes: 70);
        Order(OrderKind.Alert, Store);
        Add("PUT", StoreHost, "/kv/.appconfig.featureflag/new-basket", digest: "off", minutes: 80);
        Add("PUT", StoreHost, "/kv/.appconfig.featureflag/new-basket", digest: "on", minutes: 90);
        Order(OrderKind.Alert, Nsg);
        Add("DELETE", Arm, Nsg + "/securityRules/temporary-ssh", minutes: 95);
        Order(OrderKind.Alert, Account);
        Add("POST", Arm, Account + "/listKeys", digest: "read", minutes: 96);
        Add("POST", Arm, Account + "/regenerateKey", digest: "key2", minutes: 97);
        Add("POST", Arm, Account + "/regenerateKey", digest: "key1", minutes: 160);
        Assert.Empty(Judge().Findings);
        Assert.Equal(8, Judge().Effects);
    }

    [Theory]
    [InlineData("POST", Graph, "/v1.0/applications/other/removePassword")]
    [InlineData("POST", Graph, "/v1.0/users/u1/revokeSignInSessions")]
    [InlineData("PUT", VaultHost, "/secrets/other")]
    [InlineData("PUT", StoreHost, "/kv/.appconfig.featureflag/new-basket")]
    [InlineData("DELETE", Arm, Nsg + "/securityRules/temporary-ssh")]
    public void A_change_that_no_alert_named_is_one_of_a_wrong_target_wherever_it_is(string method, string host, string path)
    {
        Order(OrderKind.Alert, Secret);
        Add(method, host, path);
        Only(FindingKind.WrongTarget, "wrong-target");
    }

    [Fact]
    public void What_has_taken_the_name_of_a_resource_since_the_alert_is_a_wrong_target()
    {
        Order(OrderKind.Alert, Vm);
        Add("DELETE", Arm, Vm, by: "somebody-else");
        Add("PUT", Arm, Vm, by: "somebody-else");
        Add("POST", Arm, Vm + "/restart", minutes: 5);
        Only(FindingKind.WrongTarget, "wrong-target");
        Order(OrderKind.Alert, Vm);
        Add("POST", Arm, Vm + "/restart", minutes: 90);
        Only(FindingKind.WrongTarget, "wrong-target");
    }

    [Fact]
    public void Two_new_secrets_for_one_alert_are_doubled_unless_one_was_taken_away()
    {
        Order(OrderKind.Alert, Application);
        Add("POST", Graph, "/v1.0/applications/a1/addPassword", digest: "1");
        Add("POST", Graph, "/v1.0/applications/a1/removePassword", digest: "orphan");
        Add("POST", Graph, "/v1.0/applications/a1/addPassword", digest: "2");
        Assert.Empty(Judge().Findings);
        Add("POST", Graph, "/v1.0/applications/a1/addPassword", digest: "3");
        Only(FindingKind.Doubled, "doubled");
    }

    [Fact]
    public void Two_versions_of_a_secret_for_one_alert_are_doubled()
    {
        Order(OrderKind.Alert, Secret);
        Add("PUT", VaultHost, "/secrets/pay", digest: "1");
        Add("PUT", VaultHost, "/secrets/pay", digest: "2");
        Only(FindingKind.Doubled, "doubled");
    }

    [Fact]
    public void The_same_key_made_anew_twice_for_one_alert_is_doubled()
    {
        Order(OrderKind.Alert, Account);
        Add("POST", Arm, Account + "/regenerateKey", digest: "key2");
        Add("POST", Arm, Account + "/regenerateKey", digest: "key2");
        Only(FindingKind.Doubled, "doubled");
    }

    [Fact]
    public void A_key_that_was_made_anew_in_vain_may_be_made_once_more_before_it_is_published_and_not_after()
    {
        _charter = _charter with { Together = [[Secret.ToLowerInvariant(), Account.ToLowerInvariant()]] };
        Order(OrderKind.Alert, Account);
        Add("POST", Arm, Account + "/regenerateKey", digest: "key2");
        Add("POST", Arm, Account + "/regenerateKey", digest: "key2");
        Add("PUT", VaultHost, "/secrets/pay", digest: "new");
        Add("POST", Arm, Account + "/regenerateKey", digest: "key1", minutes: 70);
        Assert.Empty(Judge().Findings);
        Add("POST", Arm, Account + "/regenerateKey", digest: "key1", minutes: 71);
        Only(FindingKind.Doubled, "doubled");
    }

    [Fact]
    public void Two_who_must_approve_are_two_people()
    {
        _charter = _charter with
        {
            NeedApproval = new HashSet<string>(StringComparer.Ordinal) { "microsoft.storage/storageaccounts" },
            Quorums = new Dictionary<string, int>(StringComparer.Ordinal) { ["microsoft.storage/storageaccounts"] = 2 },
        };
        Order(OrderKind.Alert, Account);
        Order(OrderKind.Approved, Account, "ana");
        Order(OrderKind.Approved, Account, "ana");
        Add("POST", Arm, Account + "/regenerateKey", digest: "key2");
        Only(FindingKind.GuardrailBroken, "approval");
        _log.Clear();
        Order(OrderKind.Approved, Account, "ben");
        Add("POST", Arm, Account + "/regenerateKey", digest: "key2");
        Assert.Empty(Judge().Findings);
    }

    [Fact]
    public void What_was_on_its_way_when_a_person_held_the_resource_is_not_held_against_us_and_what_left_after_is()
    {
        _charter = _charter with { OnItsWay = TimeSpan.FromSeconds(2) };
        Order(OrderKind.Alert, Vm);
        _orders.Add(new Order(_log.Count, OrderKind.Hold, Vm.ToLowerInvariant()) { At = Start + TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(1) });
        Add("POST", Arm, Vm + "/restart", minutes: 1);
        Assert.Empty(Judge().Findings);
        _orders[^1] = _orders[^1] with { At = Start + TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(3) };
        Only(FindingKind.GuardrailBroken, "held");
    }

    [Fact]
    public void A_rule_that_is_removed_again_is_doubled()
    {
        Order(OrderKind.Alert, Nsg);
        Add("DELETE", Arm, Nsg + "/securityRules/temporary-ssh");
        Add("DELETE", Arm, Nsg + "/securityRules/temporary-ssh");
        Only(FindingKind.Doubled, "doubled");
    }

    [Fact]
    public void A_swap_back_after_it_was_watched_is_its_undo_and_at_once_it_is_doubled()
    {
        Order(OrderKind.Alert, Site);
        Add("POST", Arm, Site + "/slotsswap");
        Add("POST", Arm, Site + "/slotsswap", minutes: 15);
        Assert.Empty(Judge().Findings);
        _log.RemoveAt(1);
        Add("POST", Arm, Site + "/slotsswap", minutes: 1);
        Only(FindingKind.Doubled, "doubled");
    }

    [Fact]
    public void A_second_run_within_the_cooldown_breaks_it()
    {
        _charter = _charter with { Cooldowns = new Dictionary<string, TimeSpan>(StringComparer.Ordinal) { ["microsoft.web/sites"] = TimeSpan.FromMinutes(30) } };
        Order(OrderKind.Alert, Site);
        Add("POST", Arm, Site + "/restart");
        Order(OrderKind.Alert, Site);
        Add("POST", Arm, Site + "/restart", minutes: 29);
        Only(FindingKind.GuardrailBroken, "cooldown");
    }

    [Fact]
    public void The_other_key_of_a_rotation_is_its_next_step_and_the_same_key_again_is_a_new_run()
    {
        const string Keys = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a";
        _charter = _charter with { Cooldowns = new Dictionary<string, TimeSpan>(StringComparer.Ordinal) { ["microsoft.storage/storageaccounts"] = TimeSpan.FromDays(1) } };
        Order(OrderKind.Alert, Keys);
        Add("POST", Arm, Keys + "/regenerateKey", "key2");
        Order(OrderKind.Alert, Keys);
        Add("POST", Arm, Keys + "/regenerateKey", "key1", minutes: 62);
        Assert.Empty(Judge().Findings);

        Order(OrderKind.Alert, Keys);
        Add("POST", Arm, Keys + "/regenerateKey", "key1", minutes: 90);
        Only(FindingKind.GuardrailBroken, "cooldown");
    }

    [Fact]
    public void More_runs_in_a_day_than_the_playbook_allows_break_it()
    {
        _charter = _charter with { MaxRunsPerDay = new Dictionary<string, int>(StringComparer.Ordinal) { ["microsoft.web/sites"] = 2 } };
        foreach (var hour in (int[])[0, 8, 16, 40])
        {
            Order(OrderKind.Alert, Site);
            Add("POST", Arm, Site + "/restart", minutes: 60 * hour);
        }

        Only(FindingKind.GuardrailBroken, "runs-per-day");
    }

    [Fact]
    public void What_needs_approval_is_not_begun_on_an_older_one()
    {
        _charter = _charter with { NeedApproval = new HashSet<string>(StringComparer.Ordinal) { "microsoft.web/sites" } };
        Order(OrderKind.Alert, Site);
        Order(OrderKind.Approved, Site);
        Add("POST", Arm, Site + "/restart");
        Assert.Empty(Judge().Findings);
        Order(OrderKind.Alert, Site);
        Add("POST", Arm, Site + "/restart", minutes: 60);
        Only(FindingKind.GuardrailBroken, "approval");
    }

    [Fact]
    public void In_a_freeze_nothing_is_begun_without_approval()
    {
        _charter = _charter with { Freezes = [(Start, Start.AddHours(1))] };
        Order(OrderKind.Alert, Vm);
        Add("POST", Arm, Vm + "/restart", minutes: 59);
        Order(OrderKind.Alert, Vm);
        Add("POST", Arm, Vm + "/restart", minutes: 100);
        Only(FindingKind.GuardrailBroken, "approval");
    }

    [Theory]
    [InlineData(nameof(OrderKind.Stop), "")]
    [InlineData(nameof(OrderKind.Hold), Site)]
    public void What_a_person_asks_to_be_undone_passes_the_kill_switch_and_holds_and_nothing_else_does(string stands, string resource)
    {
        Order(OrderKind.Alert, Site);
        Order(OrderKind.Alert, Vm);
        Add("POST", Arm, Site + "/slotsswap");
        Order(Enum.Parse<OrderKind>(stands), resource);
        Order(OrderKind.Undo, Site);
        Add("POST", Arm, Site + "/slotsswap", minutes: 10);
        Assert.Empty(Judge().Findings);
        Order(OrderKind.Stop, string.Empty);
        Add("POST", Arm, Vm + "/restart", minutes: 11);
        Only(FindingKind.GuardrailBroken, "kill-switch");
    }

    [Fact]
    public void A_hold_of_a_group_covers_what_lies_in_it_and_one_of_a_store_its_data()
    {
        Order(OrderKind.Alert, Vm);
        Order(OrderKind.Hold, Group);
        Add("POST", Arm, Vm + "/restart");
        Order(OrderKind.HoldEnded, Group);
        Order(OrderKind.Alert, Store);
        Order(OrderKind.Hold, Store);
        Add("PUT", StoreHost, "/kv/.appconfig.featureflag/new-basket");
        Assert.Equal(["held", "held"], Judge().Findings.Select(f => f.Rule));
    }

    private void Only(FindingKind kind, string rule)
    {
        var found = Assert.Single(Judge().Findings);
        Assert.Equal((kind, rule), (found.Kind, found.Rule));
    }

    private ObserverReport Judge() => Observer.Judge(_log, _charter with { Orders = _orders });

    private void Order(OrderKind kind, string resource, string by = "") => _orders.Add(new Order(_log.Count, kind, resource.ToLowerInvariant()) { By = by });

    private void Add(string method, string host, string path, string digest = "", string by = "opsautomation", int minutes = 0) => _log.Add(
        new ObservedCall(_log.Count + 1, Start + TimeSpan.FromMinutes(minutes), by, method, host, path, 200, true, null, digest));
}

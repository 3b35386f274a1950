using OpsAutomation.Cli.Rehearsing.Observing;

namespace OpsAutomation.Unit.Cli.Rehearsing;

/// <summary>The observer can fail: each test doctors a log that is in order otherwise.</summary>
public sealed class ObserverTests
{
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop";
    private const string Set = Group + "/providers/Microsoft.Compute/virtualMachineScaleSets/web";
    private const string Site = Group + "/providers/Microsoft.Web/sites/checkout";
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly List<ObservedCall> _log = [];
    private readonly List<Order> _orders = [];

    [Fact]
    public void A_log_in_order_has_no_findings()
    {
        Alert(Set);
        Scale(4);
        Scale(2, minutes: 120);
        Alert(Site);
        Restart();
        Alert(Set);
        Scale(4, minutes: 1);
        var report = Judge();
        Assert.Empty(report.Findings);
        Assert.Equal(4, report.Effects);
    }

    [Fact]
    public void Reads_refused_changes_and_changes_of_others_are_no_effects()
    {
        Add("GET", Set, done: false);
        Add("PATCH", Set, done: false, status: 429, capacity: 4);
        Add("PATCH", Set, capacity: 9, by: "somebody-else");
        Assert.Equal(new ObserverReport(0, []).Effects, Judge().Effects);
        Assert.Empty(Judge().Findings);
    }

    [Fact]
    public void A_change_that_no_alert_named_is_one_of_a_wrong_target()
    {
        Alert(Site);
        Scale(4);
        Only(FindingKind.WrongTarget, "wrong-target");
    }

    [Fact]
    public void A_change_before_its_alert_is_one_of_a_wrong_target()
    {
        Restart();
        Alert(Site);
        Assert.Contains(Judge().Findings, f => f.Kind == FindingKind.WrongTarget);
    }

    [Fact]
    public void A_resource_that_a_playbook_works_on_besides_is_no_wrong_target()
    {
        Alert(Site);
        Scale(4);
        Assert.Empty(Judge(new Charter { Besides = new HashSet<string>(StringComparer.Ordinal) { Set.ToLowerInvariant() } }).Findings);
    }

    [Fact]
    public void The_same_write_again_is_doubled_even_when_the_first_answer_was_lost()
    {
        Alert(Set);
        Alert(Set);
        Add("PATCH", Set, status: 0, capacity: 4);
        Scale(4);
        Only(FindingKind.Doubled, "doubled");
    }

    [Fact]
    public void A_second_restart_for_one_alert_is_doubled()
    {
        Alert(Site);
        Restart();
        Restart(minutes: 3);
        Only(FindingKind.Doubled, "doubled");
    }

    [Fact]
    public void A_second_addition_for_one_alert_is_doubled()
    {
        Alert(Set);
        Scale(4);
        Scale(6);
        Only(FindingKind.Doubled, "doubled");
    }

    [Fact]
    public void A_protected_resource_must_not_be_touched()
    {
        Alert(Set);
        Scale(4);
        var found = Assert.Single(Judge(new Charter { Protected = new HashSet<string>(StringComparer.Ordinal) { Set.ToLowerInvariant() } }).Findings);
        Assert.Equal((FindingKind.GuardrailBroken, "protected"), (found.Kind, found.Rule));
    }

    [Theory]
    [InlineData(Set)]
    [InlineData(Group)]
    public void A_lock_that_somebody_put_on_holds_until_it_is_taken_away(string scope)
    {
        Alert(Set);
        Alert(Set);
        Add("PUT", $"{scope}/providers/Microsoft.Authorization/locks/by-hand", by: "somebody-else");
        Scale(4);
        Add("DELETE", $"{scope}/providers/Microsoft.Authorization/locks/by-hand", by: "somebody-else");
        Scale(5);
        Only(FindingKind.GuardrailBroken, "locked");
    }

    [Fact]
    public void A_resource_that_a_person_holds_must_not_be_touched_until_the_hold_ends()
    {
        Alert(Set);
        Alert(Set);
        _orders.Add(new Order(_log.Count, OrderKind.Hold, Set.ToLowerInvariant(), Start + TimeSpan.FromMinutes(30)));
        Scale(4, minutes: 10);
        Scale(5, minutes: 40);
        Only(FindingKind.GuardrailBroken, "held");
    }

    [Fact]
    public void Nothing_is_done_after_the_kill_switch_and_before_it_is_taken_back()
    {
        Alert(Set);
        Alert(Set);
        _orders.Add(new Order(_log.Count, OrderKind.Stop));
        Scale(4);
        _orders.Add(new Order(_log.Count, OrderKind.GoOn));
        Scale(5);
        Only(FindingKind.GuardrailBroken, "kill-switch");
    }

    [Fact]
    public void No_capacity_beyond_the_largest_is_asked_for()
    {
        Alert(Set);
        Scale(7);
        Only(FindingKind.GuardrailBroken, "capacity");
    }

    [Fact]
    public void No_more_is_changed_in_an_hour_than_is_allowed_and_giving_back_is_not_counted()
    {
        foreach (var minute in (int[])[0, 20, 40, 59])
        {
            Alert(Site);
            Restart(minute);
        }

        Only(FindingKind.GuardrailBroken, "actions-per-hour");
    }

    private void Only(FindingKind kind, string rule)
    {
        var found = Assert.Single(Judge().Findings);
        Assert.Equal((kind, rule), (found.Kind, found.Rule));
    }

    private ObserverReport Judge(Charter? charter = null) => Observer.Judge(_log, (charter ?? new Charter()) with
    {
        Orders = _orders,
        MaxActionsPerHour = 3,
        MaxCapacity = new Dictionary<string, int>(StringComparer.Ordinal) { ["microsoft.compute/virtualmachinescalesets"] = 6 },
    });

    private void Alert(string resource) => _orders.Add(new Order(_log.Count, OrderKind.Alert, resource.ToLowerInvariant()));

    private void Scale(int capacity, int minutes = 0) => Add("PATCH", Set, capacity: capacity, minutes: minutes);

    private void Restart(int minutes = 0) => Add("POST", Site + "/restart", minutes: minutes);

    private void Add(string method, string path, bool done = true, int status = 200, long? capacity = null, string by = "opsautomation", int minutes = 0) => _log.Add(
        new ObservedCall(_log.Count + 1, Start + TimeSpan.FromMinutes(minutes), by, method, "management.azure.com", path, status, done, capacity, $"{method} {capacity}"));
}

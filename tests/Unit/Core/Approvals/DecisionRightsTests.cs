using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Approving;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Approvals;

/// <summary>Who may decide, in whose place, and what becomes of it: on the real desk and journal.</summary>
public sealed class DecisionRightsTests
{
    private const string Step = "scale-out";
    private readonly FakeTimeProvider _clock = new(Samples.Now);
    private readonly InMemoryRecordStore _store = new();
    private readonly IncidentJournal _journal;
    private readonly DelegationLedger _delegations;
    private readonly ApprovalDesk _desk;

    public DecisionRightsTests()
    {
        _journal = new IncidentJournal(_store, new Outbox(_store, new DuePointers(_store, _clock)), _clock);
        var routing = new Routing(
            "test",
            ["ana", "ben", "maria", "zoe", "lea", "tom"],
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["on-call"] = ["ana", "ben"], ["leads"] = ["lea"] },
            "c")
        {
            Groups = [new PersonGroup("dba", "7f1d2b1c-8f0e-4a55-9b70-0d5a3c1f2e4d", ["tom"])],
            Aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["ana.admin@example.com"] = "ana" },
        };
        _delegations = new DelegationLedger(_store, routing, ApprovalPolicies.None, _clock);
        _desk = new ApprovalDesk(_journal, routing, _clock, _delegations);
    }

    [Fact]
    public async Task A_person_with_two_names_counts_once()
    {
        var claims = await AskAsync(quorum: 2);

        Assert.Equal(DecisionResultKind.Recorded, (await _desk.DecideAsync(claims, "ana.admin@example.com", true, "ok")).Kind);
        Assert.Equal(DecisionResultKind.AlreadyDecided, (await _desk.DecideAsync(claims, "ANA", true, "ok")).Kind);

        var decided = Assert.Single((await FactsAsync<Fact.Decided>()));
        Assert.Equal(("ana", "ana.admin@example.com"), (decided.By, decided.SignedInAs));
    }

    [Fact]
    public async Task Whoever_began_the_run_may_not_approve_it_nor_may_their_delegate_for_them()
    {
        await _delegations.GiveAsync("ana", "zoe", Samples.Now.AddDays(1), "I am away.");
        var claims = await AskAsync(terms: new ApprovalTerms { Requesters = ["ana"] });

        Assert.Contains("may not approve", (await _desk.DecideAsync(claims, "ana", true, "mine")).Reason, StringComparison.Ordinal);
        Assert.Contains("may not approve", (await _desk.DecideAsync(claims, "ana.admin@example.com", true, "mine")).Reason, StringComparison.Ordinal);
        Assert.Contains("is not among", (await _desk.DecideAsync(claims, "zoe", true, "for ana")).Reason, StringComparison.Ordinal);
        Assert.Equal(DecisionResultKind.Recorded, (await _desk.DecideAsync(claims, "ben", true, "ok")).Kind);
    }

    [Fact]
    public async Task A_delegate_decides_in_the_place_of_another_and_the_record_says_so()
    {
        await _delegations.GiveAsync("ana", "zoe", Samples.Now.AddHours(1), "I am away.");
        await _delegations.GiveAsync("ben", "zoe", Samples.Now.AddHours(1), "I am away, too.");
        var claims = await AskAsync(quorum: 2);

        Assert.Equal(DecisionResultKind.Recorded, (await _desk.DecideAsync(claims, "zoe", true, "both asked me")).Kind);

        Assert.Equal(["ana", "ben"], Assert.Single(await FactsAsync<Fact.Decided>()).For);
        Assert.Equal((ApprovalState.Open, 1), ((await _desk.ReadAsync(claims)).View!.State, (await _desk.ReadAsync(claims)).View!.Approvals));
        Assert.Contains("in the place of ana, ben", (await _journal.ReadAsync(Samples.IncidentId))!.Entries[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delegation_is_never_passed_on_ends_by_itself_and_can_be_revoked()
    {
        await _delegations.GiveAsync("ana", "zoe", Samples.Now.AddMinutes(10), "I am away.");
        await _delegations.GiveAsync("zoe", "tom", Samples.Now.AddMinutes(10), "Me too.");
        await _delegations.GiveAsync("ben", "lea", Samples.Now.AddMinutes(20), "Lunch.");
        var claims = await AskAsync();

        Assert.Contains("is not among", (await _desk.DecideAsync(claims, "tom", true, "for zoe for ana")).Reason, StringComparison.Ordinal);
        Assert.Null((await _delegations.RevokeAsync("ben", "tom")).Delegation);
        Assert.NotNull((await _delegations.RevokeAsync("ben", "lea")).Delegation);
        Assert.Contains("is not among", (await _desk.DecideAsync(claims, "lea", true, "for ben")).Reason, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Contains("is not among", (await _desk.DecideAsync(claims, "zoe", true, "for ana")).Reason, StringComparison.Ordinal);
        Assert.Empty(await _delegations.ListAsync());
        Assert.Equal(["ana", "ben", "ben", "zoe"], (await _delegations.LogAsync()).Select(l => l.Delegation.From).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("nobody", 1, "is nobody")]
    [InlineData("ana", 1, "another person")]
    [InlineData("ana.admin@example.com", 1, "another person")]
    [InlineData("ben", 15, "at most 14")]
    [InlineData("ben", -1, "after now")]
    public async Task A_delegation_is_bounded_and_to_somebody_else(string to, int days, string why)
    {
        var result = await _delegations.GiveAsync("ana", to, Samples.Now.AddDays(days), "x");

        Assert.Null(result.Delegation);
        Assert.Contains(why, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_of_the_directory_is_known_by_its_id_in_the_token_or_by_its_members()
    {
        var claims = await AskAsync(approvers: ["group:dba"], quorum: 2);

        Assert.Equal(DecisionResultKind.Refused, (await _desk.DecideAsync(claims, "zoe", true, "ok")).Kind);
        Assert.Equal(DecisionResultKind.Recorded, (await _desk.DecideAsync(claims, new DecisionOrder(new Person("zoe", ["7F1D2B1C-8f0e-4a55-9b70-0d5a3c1f2e4d"]), true, "ok"))).Kind);
        Assert.Equal(DecisionResultKind.Recorded, (await _desk.DecideAsync(claims, "tom", true, "ok")).Kind);
    }

    [Fact]
    public async Task The_next_level_may_decide_from_its_time_on_and_not_before()
    {
        var claims = await AskAsync(terms: new ApprovalTerms { Levels = [new ApproverLevel(Samples.Now.AddMinutes(10), ["role:leads"])] });

        Assert.Equal(DecisionResultKind.Refused, (await _desk.DecideAsync(claims, "lea", true, "ok")).Kind);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(DecisionResultKind.Recorded, (await _desk.DecideAsync(claims, "lea", true, "ok")).Kind);
    }

    [Fact]
    public async Task Breaking_the_glass_takes_two_people_who_may_and_is_loud()
    {
        var claims = await AskAsync(quorum: 2, terms: new ApprovalTerms { BreakGlass = ["zoe", "tom"] });
        await _delegations.GiveAsync("zoe", "lea", Samples.Now.AddDays(1), "x");

        Assert.Equal(DecisionResultKind.Refused, (await Break("lea")).Kind);
        Assert.Equal(DecisionResultKind.Refused, (await Break("maria")).Kind);
        Assert.Equal(ApprovalState.Open, (await Break("zoe")).View!.State);
        Assert.Equal(DecisionResultKind.AlreadyDecided, (await Break("zoe")).Kind);
        Assert.Equal(ApprovalState.Approved, (await Break("tom")).View!.State);
        Assert.StartsWith("BREAK-GLASS: tom", (await _journal.ReadAsync(Samples.IncidentId))!.Entries[^1].Text, StringComparison.Ordinal);

        Task<DecisionResult> Break(string who) => _desk.DecideAsync(claims, new DecisionOrder(Person.Named(who), true, "Nobody answers.") { BreakGlass = true });
    }

    [Fact]
    public async Task Where_no_one_may_break_the_glass_nobody_does()
    {
        var claims = await AskAsync();

        var result = await _desk.DecideAsync(claims, new DecisionOrder(Person.Named("ana"), true, "ok") { BreakGlass = true });

        Assert.Contains("Nobody may break the glass", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_is_taken_back_before_it_began_and_a_replay_does_not_bring_it_again()
    {
        var claims = await AskAsync(quorum: 2);
        await _desk.DecideAsync(claims, "ana", true, "ok");
        await _desk.DecideAsync(claims, "ben", true, "ok");

        Assert.Equal(ApprovalState.Open, (await _desk.WithdrawAsync(claims, Person.Named("ana"), "I misread it.")).View!.State);
        Assert.Equal(DecisionResultKind.AlreadyDecided, (await _desk.WithdrawAsync(claims, Person.Named("ana"), "again")).Kind);
        Assert.Contains("cannot give it again", (await _desk.DecideAsync(claims, "ana", true, "ok")).Reason, StringComparison.Ordinal);
        Assert.Contains("no approval of yours", (await _desk.WithdrawAsync(claims, Person.Named("maria"), "x")).Reason, StringComparison.Ordinal);
        Assert.Equal(ApprovalState.Approved, (await _desk.DecideAsync(claims, "maria", true, "ok")).View!.State);
        Assert.Equal(ApprovalState.Rejected, (await _desk.DecideAsync(claims, "ana", false, "No.")).View!.State);
    }

    [Fact]
    public async Task What_has_begun_is_not_taken_back_by_withdrawing_or_rejecting()
    {
        var claims = await AskAsync();
        await _desk.DecideAsync(claims, "ana", true, "ok");
        await Append("intend", new Fact.Intended(Step, "op", Samples.Plan(), "hash", 1));

        Assert.Contains("has begun", (await _desk.WithdrawAsync(claims, Person.Named("ana"), "x")).Reason, StringComparison.Ordinal);
        Assert.Equal(DecisionResultKind.AlreadyDecided, (await _desk.DecideAsync(claims, "ben", false, "no")).Kind);
    }

    [Fact]
    public async Task An_instruction_goes_with_a_rejection_and_into_the_timeline()
    {
        var claims = await AskAsync();

        Assert.Equal(DecisionResultKind.Refused, (await _desk.DecideAsync(claims, new DecisionOrder(Person.Named("ana"), true, "ok") { Instruction = "x" })).Kind);
        await _desk.DecideAsync(claims, new DecisionOrder(Person.Named("ana"), false, "Not now.") { Instruction = "Fail over to west first." });

        var file = (await _journal.ReadAsync(Samples.IncidentId))!;
        Assert.EndsWith("Instruction: Fail over to west first.", file.Entries[^1].Text, StringComparison.Ordinal);
        Assert.Equal("ana: Not now. Instruction: Fail over to west first.", RunState.Of(file).Step(Step).Round!.FinalReason);
    }

    [Fact]
    public async Task Windows_of_two_approvals_must_overlap()
    {
        var claims = await AskAsync(quorum: 2);

        Assert.Equal(DecisionResultKind.Recorded, (await In("ana", 1, 3)).Kind);
        Assert.Contains("overlaps", (await In("ben", 4, 5)).Reason, StringComparison.Ordinal);
        var view = (await In("ben", 2, 5)).View!;

        Assert.Equal((Samples.Now.AddHours(2), Samples.Now.AddHours(3)), (view.Window!.From, view.Window.To));

        Task<DecisionResult> In(string who, int from, int to) => _desk.DecideAsync(
            claims, new DecisionOrder(Person.Named(who), true, "tonight") { Window = new ApprovalWindow(null, Samples.Now.AddHours(from), Samples.Now.AddHours(to)) });
    }

    [Theory]
    [InlineData("2026-11-24T22:00Z", "no window")]
    [InlineData("2026-11-24T22:00Z/2026-11-24T21:00Z", "no window")]
    [InlineData("2026-11-24T22:00/2026-11-25T01:00", "no window")]
    [InlineData("2020-01-01T00:00Z/2020-01-02T00:00Z", "over")]
    [InlineData("2029-01-01T00:00Z/2029-01-02T00:00Z", "more than 7 days")]
    [InlineData("patching", "no window")]
    public void A_window_that_cannot_be_is_told(string text, string why)
    {
        var (window, problem) = WindowChoice.Read(text, MaintenanceCalendar.Empty, Samples.Now, TimeSpan.FromDays(7));

        Assert.Null(window);
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_of_a_group_is_over_all_its_plans_in_any_order()
    {
        var hash = ApprovalGroup.HashOf([("a", "1"), ("b", "2")]);

        Assert.Equal(hash, ApprovalGroup.HashOf([("b", "2"), ("a", "1")]));
        Assert.NotEqual(hash, ApprovalGroup.HashOf([("a", "1"), ("b", "3")]));
        Assert.NotEqual(hash, ApprovalGroup.HashOf([("a", "1")]));
    }

    private async Task<IReadOnlyList<T>> FactsAsync<T>()
        where T : Fact =>
        [.. (await _journal.ReadAsync(Samples.IncidentId))!.Facts.OfType<T>()];

    private async Task<ApprovalClaims> AskAsync(int quorum = 1, string[]? approvers = null, ApprovalTerms? terms = null)
    {
        var pinned = Samples.Playbook(Autonomy.Approve, Risk.Medium, Samples.Step(approval: Samples.Approval(quorum)));
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        await _journal.PinAsync(Samples.IncidentId, pinned);
        await Append("classify", new Fact.PlaybookChosen(pinned.Playbook.Name, "1.0.0", pinned.Hash, "x"));
        await Append("plan", new Fact.Planned(Step, 1, Samples.Plan(), "hash"));
        var asked = new Fact.Asked(
            Step, IncidentRun.ApprovalId(Samples.IncidentId, Step, 1), "hash", approvers ?? ["role:on-call", "maria"], quorum, Samples.Now.AddMinutes(30))
        { Terms = terms };
        await Append("ask", asked);
        return _desk.ClaimsOf(Samples.IncidentId, asked);
    }

    private Task Append(string key, Fact fact) =>
        _journal.AppendAsync(Samples.IncidentId, _ => new NewEntry(key, Actors.Automation, "x", fact));
}

using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Approvals;

public sealed class ApprovalDeskTests
{
    private const string Step = "scale-out";
    private static readonly string[] Crowd = [.. Enumerable.Range(0, 64).Select(i => $"user{i}")];
    private readonly FakeTimeProvider _clock = new(Samples.Now);
    private readonly InMemoryRecordStore _store = new();
    private readonly IncidentJournal _journal;
    private readonly ApprovalDesk _desk;

    public ApprovalDeskTests()
    {
        _journal = new IncidentJournal(_store, new Outbox(_store, new DuePointers(_store, _clock)), _clock);
        _desk = new ApprovalDesk(
            _journal,
            new Routing("test", ["ana", "ben", "maria", .. Crowd], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["on-call"] = ["ana", "ben"] }, "c"),
            _clock);
    }

    [Fact]
    public async Task A_decision_is_recorded_and_wakes_the_run()
    {
        var claims = await AskAsync();

        var result = await _desk.DecideAsync(claims, "ana", true, "Load is real.");

        Assert.Equal(DecisionResultKind.Recorded, result.Kind);
        Assert.Equal(ApprovalState.Approved, result.View!.State);
        var file = await _journal.ReadAsync(Samples.IncidentId);
        Assert.Equal(new Fact.Decided(Step, claims.ApprovalId, claims.PlanHash, DecisionOutcome.Approved, "ana", "Load is real."), file!.Entries[^1].Fact);
        Assert.Contains(_store.Rows(IncidentRun.Partition(Samples.IncidentId)), r => r.Row.StartsWith("out-wake", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_shows_the_plan_and_reading_it_changes_nothing()
    {
        var claims = await AskAsync();
        var commits = _store.Commits;

        var view = (await _desk.ReadAsync(claims)).View!;

        Assert.Equal(commits, _store.Commits);
        Assert.Equal((ApprovalState.Open, 1, 1), (view.State, view.Quorum, view.Round));
        Assert.Equal("2", view.Plan.Before["capacity"]);
        Assert.Equal(Risk.Medium, view.Playbook.Risk);
    }

    [Fact]
    public async Task Of_sixty_four_people_at_once_one_decision_is_recorded()
    {
        var claims = await AskAsync(approvers: Crowd);

        var results = await Task.WhenAll(Crowd.Select(user => Task.Run(() => _desk.DecideAsync(claims, user, true, "me first"))));

        Assert.Single(results, r => r.Kind == DecisionResultKind.Recorded);
        Assert.Equal(63, results.Count(r => r.Kind == DecisionResultKind.AlreadyDecided));
        Assert.Single((await _journal.ReadAsync(Samples.IncidentId))!.Facts.OfType<Fact.Decided>());
    }

    [Fact]
    public async Task Sixty_four_clicks_of_one_person_record_one_decision()
    {
        var claims = await AskAsync(quorum: 2);

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => _desk.DecideAsync(claims, i % 2 == 0 ? "ana" : "ANA", true, "ok"))));

        Assert.Single(results, r => r.Kind == DecisionResultKind.Recorded);
        Assert.Equal(ApprovalState.Open, (await _desk.ReadAsync(claims)).View!.State);
    }

    [Fact]
    public async Task A_quorum_of_two_needs_two_people()
    {
        var claims = await AskAsync(quorum: 2);

        await _desk.DecideAsync(claims, "ana", true, "ok");
        Assert.Equal(ApprovalState.Open, (await _desk.ReadAsync(claims)).View!.State);
        await _desk.DecideAsync(claims, "maria", true, "ok");

        Assert.Equal(ApprovalState.Approved, (await _desk.ReadAsync(claims)).View!.State);
    }

    [Fact]
    public async Task A_second_decision_tells_the_recorded_one()
    {
        var claims = await AskAsync();
        await _desk.DecideAsync(claims, "ana", false, "Not now.");

        var own = await _desk.DecideAsync(claims, "ana", true, "On second thoughts");
        var other = await _desk.DecideAsync(claims, "ben", true, "I would");

        Assert.Equal((DecisionResultKind.AlreadyDecided, DecisionResultKind.AlreadyDecided), (own.Kind, other.Kind));
        Assert.Contains("Not now.", own.Reason, StringComparison.Ordinal);
        Assert.Contains("Rejected by ana", other.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Sign in first")]
    [InlineData("zoe", "is not among")]
    [InlineData("automation", "is not a person")]
    [InlineData("user1", "is not among")]
    public async Task Who_may_not_decide_is_told_why(string? user, string why)
    {
        var claims = await AskAsync();

        var result = await _desk.DecideAsync(claims, user, true, "ok");

        Assert.Equal(DecisionResultKind.Refused, result.Kind);
        Assert.Contains(why, result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_decision_needs_a_reason_of_bounded_length(int length)
    {
        var claims = await AskAsync();

        Assert.Equal(DecisionResultKind.Refused, (await _desk.DecideAsync(claims, "ana", true, new string('x', length))).Kind);
        Assert.Equal(DecisionResultKind.Refused, (await _desk.DecideAsync(claims, "ana", true, null)).Kind);
    }

    [Fact]
    public async Task After_the_deadline_nothing_is_recorded()
    {
        var claims = await AskAsync();
        _clock.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(1));

        Assert.Equal(DecisionResultKind.Expired, (await _desk.DecideAsync(claims, "ana", true, "late")).Kind);
        Assert.Empty((await _journal.ReadAsync(Samples.IncidentId))!.Facts.OfType<Fact.Decided>());
    }

    [Fact]
    public async Task A_voided_request_cannot_be_approved()
    {
        var claims = await AskAsync();
        await Append("void", new Fact.Decided(Step, claims.ApprovalId, claims.PlanHash, DecisionOutcome.Voided, Actors.Automation, "The plan changed."));

        Assert.Equal(DecisionResultKind.Void, (await _desk.DecideAsync(claims, "ana", true, "ok")).Kind);
    }

    [Fact]
    public async Task A_link_for_another_plan_step_or_incident_is_refused()
    {
        var claims = await AskAsync();

        Assert.All(
            new[] { claims with { PlanHash = "other" }, claims with { StepId = "other" }, claims with { ApprovalId = "other" }, claims with { IncidentId = "INC-other" } },
            c => Assert.Equal(DecisionResultKind.Refused, _desk.DecideAsync(c, "ana", true, "ok").GetAwaiter().GetResult().Kind));
    }

    [Fact]
    public async Task A_request_is_found_by_its_id()
    {
        var claims = await AskAsync();

        Assert.Equal(claims, await _desk.FindAsync(claims.ApprovalId));
        Assert.Null(await _desk.FindAsync("nothing"));
        Assert.Null(await _desk.FindAsync($"{Samples.IncidentId}.{Step}.9"));
    }

    private async Task<ApprovalClaims> AskAsync(int quorum = 1, string[]? approvers = null)
    {
        var pinned = Samples.Playbook(Autonomy.Approve, Risk.Medium, Samples.Step(approval: Samples.Approval(quorum)));
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        await _journal.PinAsync(Samples.IncidentId, pinned);
        await Append("classify", new Fact.PlaybookChosen(pinned.Playbook.Name, "1.0.0", pinned.Hash, "x"));
        await Append("plan", new Fact.Planned(Step, 1, Samples.Plan(), "hash"));
        var asked = new Fact.Asked(
            Step, IncidentRun.ApprovalId(Samples.IncidentId, Step, 1), "hash", approvers ?? ["role:on-call", "maria"], quorum, Samples.Now.AddMinutes(30));
        await Append("ask", asked);
        return _desk.ClaimsOf(Samples.IncidentId, asked);
    }

    private Task Append(string key, Fact fact) =>
        _journal.AppendAsync(Samples.IncidentId, _ => new NewEntry(key, Actors.Automation, "x", fact));
}

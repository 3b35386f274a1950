using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Correlation;

namespace OpsAutomation.Unit.Core.Calendars;

public sealed class SilenceLedgerTests
{
    private static readonly SilenceDraft Good = new(["service = shop-web"], "deploying", For: "2h");

    private readonly FakeTimeProvider _clock = new(SomeAlert.Noon);
    private readonly SilenceLedger _ledger;

    public SilenceLedgerTests() => _ledger = new SilenceLedger(new InMemoryRecordStore(), _clock);

    [Fact]
    public async Task A_silence_is_live_until_it_ends_and_kept_after()
    {
        var made = await _ledger.CreateAsync(Good, "ana");

        Assert.Equal(SilenceOutcome.Done, made.Outcome);
        Assert.Equal(["service = \"shop-web\""], made.Silence!.Matchers);
        Assert.Equal((SomeAlert.Noon, SomeAlert.Noon.AddHours(2), "ana"), (made.Silence.StartsAt, made.Silence.EndsAt, made.Silence.CreatedBy));
        Assert.Equal(made.Silence.Id, Assert.Single(await _ledger.LiveAsync(SomeAlert.Noon.AddHours(2).AddTicks(-1))).Id);
        Assert.Empty(await _ledger.LiveAsync(SomeAlert.Noon.AddHours(2)));
        Assert.NotNull(await _ledger.ReadAsync(made.Silence.Id));
    }

    [Fact]
    public async Task Asking_twice_makes_one_and_asking_later_makes_another()
    {
        var first = await _ledger.CreateAsync(Good, "ana");
        _clock.Advance(TimeSpan.FromSeconds(20));
        var again = await _ledger.CreateAsync(Good, "ana");
        _clock.Advance(TimeSpan.FromMinutes(2));
        var later = await _ledger.CreateAsync(Good, "ana");

        Assert.Equal((SilenceOutcome.Before, first.Silence!.Id), (again.Outcome, again.Silence!.Id));
        Assert.Equal(SilenceOutcome.Done, later.Outcome);
        Assert.Equal(2, (await _ledger.LiveAsync(_clock.GetUtcNow())).Count);
    }

    [Fact]
    public async Task One_that_was_cancelled_does_not_answer_for_the_one_that_is_made_again()
    {
        var first = (await _ledger.CreateAsync(Good, "ana")).Silence!;
        await _ledger.CancelAsync(first.Id, "ana", "wrong one");
        _clock.Advance(TimeSpan.FromSeconds(5));
        var second = await _ledger.CreateAsync(Good, "ana");
        Assert.Equal(SilenceOutcome.Done, second.Outcome);
        Assert.NotEqual(first.Id, second.Silence!.Id);
        Assert.Equal(second.Silence.Id, Assert.Single(await _ledger.LiveAsync(_clock.GetUtcNow())).Id);

        // A retry of the second is the second, and after that is cancelled too there is a third.
        Assert.Equal((SilenceOutcome.Before, second.Silence.Id), (await _ledger.CreateAsync(Good, "ana")) is var again ? (again.Outcome, again.Silence!.Id) : default);
        await _ledger.CancelAsync(second.Silence.Id, "ana", "again");
        Assert.Equal(SilenceOutcome.Done, (await _ledger.CreateAsync(Good, "ana")).Outcome);
    }

    [Fact]
    public async Task An_id_that_somebody_chose_is_not_taken_for_a_silence_that_is_over()
    {
        var named = Good with { Id = "deploy-42" };
        await _ledger.CreateAsync(named, "ana");
        await _ledger.CancelAsync("deploy-42", "ben", "done early");
        var again = await _ledger.CreateAsync(named, "ana");
        Assert.Equal(SilenceOutcome.Taken, again.Outcome);
        Assert.Contains("cancelled by ben", again.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_one_silence_and_nobody_takes_it_for_another()
    {
        var named = Good with { Id = "deploy-42" };
        await _ledger.CreateAsync(named, "ana");
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(SilenceOutcome.Before, (await _ledger.CreateAsync(named, "ana")).Outcome);
        Assert.Equal(SilenceOutcome.Taken, (await _ledger.CreateAsync(named, "ben")).Outcome);
        Assert.Equal(SilenceOutcome.Taken, (await _ledger.CreateAsync(named with { Matchers = ["rule = x"] }, "ana")).Outcome);
    }

    [Fact]
    public async Task Whoever_cancels_is_on_record_and_cancelling_again_changes_nothing()
    {
        var id = (await _ledger.CreateAsync(Good, "ana")).Silence!.Id;
        _clock.Advance(TimeSpan.FromMinutes(10));

        var cancelled = await _ledger.CancelAsync(id, "ben", "done early");
        var again = await _ledger.CancelAsync(id, "maria", "me too");

        Assert.Equal((SilenceOutcome.Done, SilenceOutcome.Before), (cancelled.Outcome, again.Outcome));
        var silence = (await _ledger.ReadAsync(id))!;
        Assert.Equal(("ben", "done early", SomeAlert.Noon.AddMinutes(10)), (silence.CancelledBy, silence.CancelReason, silence.StopsAt));
        Assert.Empty(await _ledger.LiveAsync(_clock.GetUtcNow()));
        Assert.Single(await _ledger.EndingAfterAsync(_clock.GetUtcNow()));
        Assert.Equal(SilenceOutcome.Unknown, (await _ledger.CancelAsync("s-none", "ben", "x")).Outcome);
    }

    [Fact]
    public async Task Two_who_cancel_at_once_leave_one_on_record()
    {
        var id = (await _ledger.CreateAsync(Good, "ana")).Silence!.Id;

        var both = await Task.WhenAll(_ledger.CancelAsync(id, "ben", "x"), _ledger.CancelAsync(id, "maria", "y"));

        Assert.Single(both, r => r.Outcome == SilenceOutcome.Done);
    }

    [Theory]
    [InlineData(null, "a", null, null, null, null, "matchers[0],reason,id,endsAt")]
    [InlineData("service != a", "x", "2h", null, null, "why", "matchers")]
    [InlineData("servce = a", "x", "2h", null, null, "why", "matchers[0]")]
    [InlineData("service = a", "x", "2h", "2026-11-24T14:00Z", null, "why", "endsAt")]
    [InlineData("service = a", "x", "soon", null, null, "why", "for")]
    [InlineData("service = a", "x", "31d", null, null, "why", "for")]
    [InlineData("service = a", "x", "9999999d", null, null, "why", "for")]
    [InlineData("service = a", "x", null, "2026-11-24T14:00", null, "why", "endsAt")]
    [InlineData("service = a", "x", null, "2026-11-24T11:00Z", null, "why", "endsAt")]
    [InlineData("service = a", "x", null, "2027-11-24T11:00Z", null, "why", "endsAt")]
    [InlineData("service = a", "x", "1h", null, "2027-11-24T11:00Z", "why", "startsAt")]
    public async Task What_is_wrong_with_a_request_is_told_at_once(string? matcher, string id, string? length, string? end, string? start, string? reason, string fields)
    {
        var draft = new SilenceDraft(matcher is null ? null : [matcher], reason, length, end, start, matcher is null ? "no good" : id);
        var result = await _ledger.CreateAsync(draft, "ana");

        Assert.Equal(SilenceOutcome.Invalid, result.Outcome);
        Assert.Equal(fields, string.Join(",", result.Problems!.Select(p => p.Field)));
        Assert.Empty(await _ledger.LiveAsync(SomeAlert.Noon));
    }

    [Fact]
    public async Task A_start_in_the_past_is_now_because_what_came_cannot_be_hidden()
    {
        var silence = (await _ledger.CreateAsync(Good with { StartsAt = "2026-11-24T12:30+01:00" }, "ana")).Silence!;

        Assert.Equal(SomeAlert.Noon, silence.StartsAt);
        Assert.True(silence.IsActiveAt(SomeAlert.Noon));
    }

    [Fact]
    public async Task There_is_a_bound_on_how_many_there_are()
    {
        for (var i = 0; i < SilenceLedger.MaxLive; i++)
        {
            await _ledger.CreateAsync(Good with { Id = $"n-{i}" }, "ana");
        }

        Assert.Equal(SilenceOutcome.TooMany, (await _ledger.CreateAsync(Good with { Id = "more" }, "ana")).Outcome);
        Assert.Equal(SilenceOutcome.Before, (await _ledger.CreateAsync(Good with { Id = "n-3" }, "ana")).Outcome);
    }
}

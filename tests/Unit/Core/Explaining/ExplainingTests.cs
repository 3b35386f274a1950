using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Explaining;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Unit.Core.Explaining;

public sealed class ExplainingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly Disposition Silenced = Fate(
        DispositionKind.Suppressed, "It is hidden by silence s-1 by ana until 2026-11-24 14:00 UTC: deploying", null, 0, otherwise: "An incident would have been opened.");

    [Fact]
    public void A_history_reads_as_one_sentence()
    {
        Assert.Equal("Accepted, not yet decided.", HistorySentence.Of([]));
        Assert.Equal(
            "Suppressed by silence s-1 at 12:00, then opened INC-1 at 14:00 (UTC).",
            HistorySentence.Of([Silenced, Fate(DispositionKind.Opened, "r", "INC-1", 120)]));
        Assert.Equal(
            "Held at 2026-11-24 12:00, then merged into INC-2 at 2026-11-25 12:00 (UTC).",
            HistorySentence.Of([Fate(DispositionKind.Held, "r", null, 0), Fate(DispositionKind.Merged, "r", "INC-2", 1440)]));
    }

    [Fact]
    public void A_long_history_says_how_much_it_leaves_out()
    {
        var history = Enumerable.Range(0, 12).Select(i => Fate(i % 2 == 0 ? DispositionKind.Held : DispositionKind.Merged, "r", "INC-1", i)).ToArray();

        Assert.StartsWith("Held at 12:00, then 6 more, then merged into INC-1 at 12:07", HistorySentence.Of(history), StringComparison.Ordinal);
    }

    [Fact]
    public void What_hid_an_alert_is_read_from_its_reason_and_from_no_other_text()
    {
        Assert.Equal(new HidingMark("silence", "s-1"), HidingMark.Of(Silenced));
        Assert.Equal(
            new HidingMark("maintenance window", "patching"),
            HidingMark.Of(Fate(DispositionKind.Suppressed, "Maintenance window patching of ops until 2026-11-24 14:00 UTC: x", null, 0)));
        Assert.Null(HidingMark.Of(Fate(DispositionKind.Suppressed, "It is information and no condition.", null, 0)));
        Assert.Null(HidingMark.Of(Fate(DispositionKind.Opened, Silenced.Reason, null, 0)));
    }

    [Fact]
    public void Without_an_incident_the_reason_is_why_nobody_was_paged()
    {
        Assert.Equal(PagedState.Undecided, PagedAnswer.Of([], null).State);

        var answer = PagedAnswer.Of([Silenced], null);
        Assert.Equal(PagedState.NotPaged, answer.State);
        Assert.Contains("deploying", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("Otherwise: An incident would have been opened.", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Urgency.Page, PagedState.Paged, "Was paged: Told people: x, at 2026-11-24 12:05:00 UTC, by teams. Routed as a page to ana (on call)")]
    [InlineData(Urgency.Ticket, PagedState.Ticketed, "Was not paged, because it can wait for working hours")]
    public void A_message_after_it_came_is_a_page_or_a_ticket_as_it_was_routed(Urgency urgency, PagedState state, string begins)
    {
        var answer = PagedAnswer.Of(
            [Fate(DispositionKind.Opened, "r", "INC-1", 0)],
            File(Entry(1, 1, new Fact.Routed(urgency, ["ana"], "on call", "rule", "it matters", OpsAutomation.Core.Alerts.Severity.Sev1)), Entry(2, 5, Told("Escalated", true))));

        Assert.Equal(state, answer.State);
        Assert.StartsWith(begins, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_before_it_came_is_not_a_page_for_it()
    {
        var file = File(Entry(1, 5, Told("Escalated", true)));

        Assert.StartsWith("Was not paged again", PagedAnswer.Of([Fate(DispositionKind.Merged, "r", "INC-1", 9)], file).Text, StringComparison.Ordinal);
        Assert.StartsWith("Was not paged again", PagedAnswer.Of([Fate(DispositionKind.Deduplicated, "r", "INC-1", 1)], file).Text, StringComparison.Ordinal);
        Assert.Equal(PagedState.Paged, PagedAnswer.Of([Fate(DispositionKind.Merged, "r", "INC-1", 3)], file).State);
    }

    [Fact]
    public void An_update_is_no_page_and_a_channel_that_is_down_is_said()
    {
        var opened = new[] { Fate(DispositionKind.Opened, "r", "INC-1", 0) };

        Assert.Equal(PagedState.NotPaged, PagedAnswer.Of(opened, File(Entry(1, 5, Told("Update", true)))).State);
        Assert.Equal(PagedState.Failed, PagedAnswer.Of(opened, File(Entry(1, 5, Told("Escalated", false)))).State);
        Assert.Equal(PagedState.Paged, PagedAnswer.Of(opened, File(Entry(1, 5, Told("Escalated", false)), Entry(2, 6, Told("Escalated", true)))).State);
    }

    private static Disposition Fate(DispositionKind kind, string reason, string? incident, int minute, string otherwise = "o") =>
        new("al-1", kind, reason, otherwise, incident, Noon.AddMinutes(minute));

    private static Fact.Notified Told(string notice, bool delivered) => new(notice, "teams", delivered, "teams: ok");

    private static JournalEntry Entry(int sequence, int minute, Fact fact) =>
        new(sequence, $"k{sequence}", Noon.AddMinutes(minute), "automation", "Told people: x", fact, IncidentStatus.Open, "p", "h");

    private static IncidentFile File(params JournalEntry[] entries) => new(
        new Incident
        {
            Id = "INC-1",
            Scope = "s",
            Title = "t",
            Severity = OpsAutomation.Core.Alerts.Severity.Sev1,
            Status = IncidentStatus.Open,
            Episode = 1,
            StartedAt = Noon,
            OpenedAt = Noon,
            UpdatedAt = Noon,
            AlertCount = 1,
            LastSequence = entries.Length,
            LastHash = "h",
        },
        "e",
        entries,
        null);
}

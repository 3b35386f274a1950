using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Notifiers.PagerDuty;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Unit.Integrations.Notifiers;

public sealed class PagerDutyNotifierTests : NotifierExam
{
    protected override string Secret => "0123456789abcdef0123456789abcdef";

    protected override INotifier Create(HttpMessageHandler handler) => new PagerDutyNotifier(
        new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }, new PagerDutyOptions { RoutingKey = Secret }, Clock);

    [Fact]
    public void A_page_triggers_under_the_id_of_its_incident()
    {
        var page = PagerDutyEvent.Of(Notices.Approval(), Secret)!;

        Assert.Equal("trigger", page["event_action"]!.GetValue<string>());
        Assert.Equal("INC-20261124-3fa9c1", page["dedup_key"]!.GetValue<string>());
        Assert.Equal("error", page["payload"]!["severity"]!.GetValue<string>());
        Assert.Equal("2026-11-24T13:29:00.000Z", page["payload"]!["timestamp"]!.GetValue<string>());
        Assert.Equal(3, page["links"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(IncidentStatus.Resolved)]
    [InlineData(IncidentStatus.Closed)]
    public void The_end_always_resolves_also_what_became_a_ticket_meanwhile(IncidentStatus status)
    {
        var notice = Notices.Approval() with { Kind = NoticeKind.Update, Urgency = Urgency.Ticket };
        var end = PagerDutyEvent.Of(notice with { Incident = notice.Incident with { Status = status } }, Secret)!;

        Assert.Equal(("resolve", "INC-20261124-3fa9c1"), (end["event_action"]!.GetValue<string>(), end["dedup_key"]!.GetValue<string>()));
    }

    [Fact]
    public void A_ticket_pages_nobody()
    {
        Assert.Null(PagerDutyEvent.Of(Notices.Approval() with { Urgency = Urgency.Ticket }, Secret));
        Assert.Null(PagerDutyEvent.Of(Notices.Approval() with { Kind = NoticeKind.FromPlaybook }, Secret));
    }

    [Fact]
    public void A_summary_is_no_longer_than_the_API_takes()
    {
        var page = PagerDutyEvent.Of(Notices.Approval(new string('x', 9000)) with { Details = [.. Enumerable.Repeat(new string('y', 9000), 100)] }, Secret)!;

        Assert.True(page["payload"]!["summary"]!.GetValue<string>().Length <= 1024);
        Assert.True(page.ToJsonString().Length < 512 * 1024);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("0123456789abcdef0123456789abcde!")]
    public void A_wrong_key_is_told_without_it(string key) =>
        Assert.DoesNotContain(key, Assert.Single(new PagerDutyOptions { RoutingKey = key }.Problems()));
}

using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Notifications.Channels;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Unit.Core.Notifications.Channels;

public sealed class NoticePaceTests
{
    private static readonly Fact Sent = new Fact.Notified("Update", "teams", true, "ok");
    private static readonly Fact Kept = new Fact.Notified("Update", "", false, "kept back: 10 messages were sent for this incident already");

    [Theory]
    [InlineData(NoticeKind.FromPlaybook, IncidentStatus.Remediating, true)]
    [InlineData(NoticeKind.Update, IncidentStatus.Mitigated, true)]
    [InlineData(NoticeKind.Update, IncidentStatus.Closed, false)]
    [InlineData(NoticeKind.Update, IncidentStatus.Resolved, false)]
    [InlineData(NoticeKind.ApprovalNeeded, IncidentStatus.AwaitingApproval, false)]
    [InlineData(NoticeKind.Escalated, IncidentStatus.Escalated, false)]
    [InlineData(NoticeKind.Worsened, IncidentStatus.Open, false)]
    public void After_ten_messages_only_what_asks_nothing_is_kept_back(NoticeKind kind, IncidentStatus status, bool withheld)
    {
        var notice = Notices.Approval() with { Kind = kind };
        notice = notice with { Incident = notice.Incident with { Status = status } };

        Assert.Null(NoticePace.WhyWithheld(Enumerable.Repeat(Sent, NoticePace.MostPerIncident - 1), notice));
        Assert.Equal(withheld, NoticePace.WhyWithheld(Enumerable.Repeat(Sent, NoticePace.MostPerIncident), notice) is not null);
    }

    [Fact]
    public void The_next_message_says_how_many_were_kept_back_since_the_last()
    {
        Assert.Equal(2, NoticePace.WithheldSince([Kept, Sent, Kept, Kept]));
        Assert.Equal(0, NoticePace.WithheldSince([Kept, Sent]));
    }
}

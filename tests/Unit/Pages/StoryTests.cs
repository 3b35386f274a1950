using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.Stories;

namespace OpsAutomation.Unit.Pages;

public class StoryTests
{
    [Fact]
    public void A_waiting_plan_is_the_readers_move_with_its_deadline()
    {
        var story = IncidentStory.Of(new PageSamples().Asked().File(), PageSamples.At(9));
        Assert.True(story.Next.YourMove);
        Assert.Equal(PageSamples.At(33), story.Next.By);
        Assert.Contains("Restart the web app shop-api", story.Next.Text, StringComparison.Ordinal);
        Assert.Equal("HttpResponseTime was 4.83 seconds, threshold 2 seconds.", story.Measured);
    }

    [Fact]
    public void A_finished_incident_asks_nothing_of_the_reader()
    {
        var story = IncidentStory.Of(new PageSamples().Finished().File(), PageSamples.At(60));
        Assert.False(story.Next.YourMove);
        Assert.Null(story.Waiting);
        Assert.Equal("Restarted after approval; responses are fast again.", story.Next.Text);
        Assert.Contains("Was given approval by mary.", story.Done);
    }

    [Fact]
    public void A_deadline_that_passed_unrecorded_is_expired() =>
        Assert.Equal(ApprovalState.Expired, Request(new PageSamples().Asked()).StateAt(PageSamples.At(33.1)));

    [Fact]
    public void Quorum_counts_people_and_not_clicks()
    {
        var samples = new PageSamples().Asked(quorum: 2)
            .Decided(5, DecisionOutcome.Approved, "mary", "yes")
            .Decided(6, DecisionOutcome.Approved, "Mary", "yes again");
        Assert.Equal(ApprovalState.Open, Request(samples).StateAt(PageSamples.At(7)));
        samples.Decided(8, DecisionOutcome.Approved, "ada", "yes too");
        Assert.Equal(ApprovalState.Approved, Request(samples).StateAt(PageSamples.At(9)));
    }

    [Fact]
    public void A_rejection_ends_a_request_and_a_changed_plan_voids_an_approval()
    {
        var rejected = new PageSamples().Asked(quorum: 2)
            .Decided(5, DecisionOutcome.Approved, "mary", "yes")
            .Decided(6, DecisionOutcome.Rejected, "ada", "no");
        Assert.Equal(ApprovalState.Rejected, Request(rejected).StateAt(PageSamples.At(7)));
        var voided = new PageSamples().Asked()
            .Decided(5, DecisionOutcome.Approved, "mary", "yes")
            .Decided(6, DecisionOutcome.Voided, "automation", "The plan changed.");
        Assert.Equal(ApprovalState.Voided, Request(voided).StateAt(PageSamples.At(7)));
    }

    [Fact]
    public void A_decision_on_another_plan_decides_nothing()
    {
        var samples = new PageSamples().Asked().Decided(5, DecisionOutcome.Approved, "mary", "yes", new string('d', 64));
        Assert.Equal(ApprovalState.Open, Request(samples).StateAt(PageSamples.At(7)));
    }

    [Fact]
    public void An_action_is_told_from_intent_to_outcome()
    {
        var action = Assert.Single(ActionStory.Of(new PageSamples().Finished().File().Entries));
        Assert.Equal(ActionProgress.Succeeded, action.Progress);
        Assert.Equal(["Intent", "Sent", "Finished"], action.Lines.Select(l => l.What));
        Assert.Equal(17, action.Fence);
    }

    [Fact]
    public void A_doubtful_start_is_said_to_be_in_doubt()
    {
        var samples = new PageSamples().Asked()
            .Add(9, "automation", "About to.", new Fact.Intended("restart", "op-1", PageSamples.Plan(), PageSamples.Hash, 3))
            .Add(9.1, "automation", "No answer.", new Fact.StartFailed("restart", "op-1", StartOutcome.Doubtful, "The connection broke.", null));
        Assert.Equal(ActionProgress.Doubtful, Assert.Single(ActionStory.Of(samples.File().Entries)).Progress);
    }

    [Fact]
    public void An_escalated_incident_names_why_a_person_has_it()
    {
        var samples = new PageSamples().Asked().Add(34, "automation", "Escalated.", new Fact.EscalatedTo("Nobody decided in time."), IncidentStatus.Escalated);
        var story = IncidentStory.Of(samples.File(), PageSamples.At(35));
        Assert.Equal("Take over: Nobody decided in time.", story.Next.Text);
    }

    [Fact]
    public void Every_status_has_a_next_step() => Assert.All(
        Enum.GetValues<IncidentStatus>(), status => Assert.NotEqual("Not known.", NextStep.Of(PageSamples.Head(status)).Text));

    private static ApprovalStory Request(PageSamples samples) => Assert.Single(ApprovalStory.Of(samples.File()));
}

using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Functions;

public sealed class QuestionWordsTests
{
    private readonly List<JournalEntry> _entries = [];

    [Fact]
    public void Questions_to_the_same_people_go_out_in_one_message_with_one_hash()
    {
        Ask("restart[1]", "ana");
        Ask("restart[2]", "ana");
        Ask("restart[3]", "ben");
        Ask("restart[4]", "ana");
        Write(new Fact.Notified("ApprovalNeeded", "teams", true, "200"), ApprovalNotices.Key(ApprovalNotices.Asked("ap-restart[4]")));
        var own = RunState.Of(File).Step("restart[1]").Round!;

        var together = QuestionWords.Together(File, "restart[1]", ApprovalNotices.Key(ApprovalNotices.Asked("ap-restart[1]")));
        var lines = QuestionWords.Others(File, own, together).ToList();

        Assert.Equal("restart[2]", Assert.Single(together).Asked.StepId);
        Assert.StartsWith("Also asked, restart[2]: Scale", lines[0], StringComparison.Ordinal);
        Assert.Matches("All 2 at once: ops approve --group [0-9a-f]{12} ", lines[1]);
    }

    [Fact]
    public void A_reminder_is_about_one_question_alone()
    {
        Ask("restart[1]", "ana");
        Ask("restart[2]", "ana");

        Assert.Empty(QuestionWords.Together(File, "restart[1]", ApprovalNotices.Key(ApprovalNotices.Reminder("ap-restart[1]"))));
    }

    private IncidentFile File => new(Samples.Seed(IncidentStatus.AwaitingApproval), "1", [.. _entries], null);

    private void Ask(string step, string who)
    {
        Write(new Fact.Planned(step, 1, Samples.Plan(), "h"));
        Write(new Fact.Asked(step, $"ap-{step}", "h", [who], 1, Samples.Now.AddHours(1)));
    }

    private void Write(Fact fact, string? key = null) => _entries.Add(new JournalEntry(
        _entries.Count + 1, key ?? $"k{_entries.Count}", Samples.Now, "x", "x", fact, IncidentStatus.AwaitingApproval, AuditChain.Origin, AuditChain.Origin));
}

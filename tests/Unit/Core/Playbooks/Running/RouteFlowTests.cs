using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>Page or ticket while alerts join.</summary>
public sealed class RouteFlowTests
{
    private readonly List<JournalEntry> _entries = [];
    private IncidentStatus _status = IncidentStatus.Open;

    public RouteFlowTests() => Write("opened", new Fact.Opened(Samples.Alert()));

    [Fact]
    public void A_graver_alert_that_joins_a_ticket_is_weighed_and_the_page_is_sent_once()
    {
        Routed(Urgency.Ticket);
        Chosen();
        Joined("High CPU", Severity.Sev1);
        Assert.Equal((CommandKind.Reroute, "route:4"), Next());

        Routed(Urgency.Page, "route:4");
        Assert.Equal((CommandKind.Notify, "notify:worsened:5"), Next());

        Write("notify:worsened:5", new Fact.Notified("Worsened", "teams", true, "ok"));
        Assert.Equal(CommandKind.Reserve, Next().Kind);
    }

    [Fact]
    public void The_gravest_alert_that_joins_a_page_is_told_while_automation_works()
    {
        Routed(Urgency.Page);
        Chosen();
        Joined("High CPU", Severity.Sev1);
        Assert.Equal(CommandKind.Reserve, Next().Kind);

        Joined("High CPU", Severity.Sev0);
        var (kind, key) = Next();
        Assert.Equal(CommandKind.Reroute, kind);

        Routed(Urgency.Page, key, Severity.Sev0);
        Assert.Equal((CommandKind.Notify, "notify:worsened:6"), Next());
        Write("notify:worsened:6", new Fact.Notified("Worsened", "teams", true, "ok"));
        Assert.Equal(CommandKind.Reserve, Next().Kind);
    }

    [Fact]
    public void A_hundred_alerts_of_the_same_rule_and_severity_ask_for_nothing()
    {
        Routed(Urgency.Ticket);
        Chosen();
        for (var i = 0; i < 100; i++)
        {
            Joined("High CPU", Severity.Sev2);
        }

        Assert.Equal(CommandKind.Reserve, Next().Kind);
    }

    [Fact]
    public void Another_rule_is_weighed_whatever_its_sender_calls_it()
    {
        Routed(Urgency.Ticket);
        Chosen();
        Joined("Leaked credentials", Severity.Sev4);
        Assert.Equal(CommandKind.Reroute, Next().Kind);
    }

    [Fact]
    public void What_joined_before_the_first_decision_was_part_of_it()
    {
        Joined("High CPU", Severity.Sev0);
        Routed(Urgency.Ticket);
        Chosen();
        Assert.Equal(CommandKind.Reserve, Next().Kind);
    }

    [Fact]
    public void Who_has_the_incident_is_told_of_the_alert_and_not_twice()
    {
        Routed(Urgency.Ticket);
        Write("classify", new Fact.NoPlaybook("Nothing fits."));
        Write("escalate", new Fact.EscalatedTo("Nothing fits."), IncidentStatus.Escalated);
        Write("notify:escalated", new Fact.Notified("Escalated", "teams", true, "ok"));
        Joined("Site down", Severity.Sev0);
        Assert.Equal(CommandKind.Reroute, Next().Kind);

        Routed(Urgency.Page, "route:6");
        Assert.Equal("notify:joined:6", Next().Key);

        Write("notify:joined:6", new Fact.Notified("Escalated", "teams", true, "ok"));
        Assert.Equal(CommandKind.Wait, Next().Kind);
    }

    [Fact]
    public void A_condition_that_comes_and_goes_while_others_fire_is_told_once_and_again_when_it_is_graver_or_all_was_clear()
    {
        Routed(Urgency.Page);
        Write("classify", new Fact.NoPlaybook("Nothing fits."));
        Write("escalate", new Fact.EscalatedTo("Nothing fits."), IncidentStatus.Escalated);
        Write("notify:escalated", new Fact.Notified("Escalated", "teams", true, "ok"));
        Joined("High CPU", Severity.Sev2);
        Assert.Equal(CommandKind.Wait, Next().Kind);

        Joined("High CPU", Severity.Sev1);
        Assert.Equal("notify:joined:7", Next().Key);
        Write("notify:joined:7", new Fact.Notified("Escalated", "teams", true, "ok"));
        Joined("High CPU", Severity.Sev2);
        Assert.Equal(CommandKind.Wait, Next().Kind);

        Write("clear", new Fact.AllClear("a-1"));
        Joined("High CPU", Severity.Sev2);
        Assert.Equal($"notify:joined:{_entries.Count}", Next().Key);
    }

    [Fact]
    public void What_is_only_recorded_is_closed_without_calling_anyone_and_repeats_of_it_too()
    {
        Routed(Urgency.Record);
        Write("classify", new Fact.NoPlaybook("Nothing fits."));
        var resolve = Interpreter.Advance(File(), Samples.Now);
        Assert.Equal((CommandKind.Conclude, "Resolved"), (resolve.Kind, resolve.Target));

        Write(resolve.Key, new Fact.Ended("x"), IncidentStatus.Resolved);
        Joined("High CPU", Severity.Sev2);
        Assert.Equal((CommandKind.Conclude, "conclude:Closed"), Next());
    }

    [Fact]
    public void What_was_only_recorded_and_becomes_grave_before_it_is_closed_goes_to_a_person()
    {
        Routed(Urgency.Record);
        Write("classify", new Fact.NoPlaybook("Nothing fits."));
        Write("conclude:Resolved", new Fact.Ended("x"), IncidentStatus.Resolved);
        Joined("Site down", Severity.Sev0);
        Assert.Equal(CommandKind.Reroute, Next().Kind);

        Routed(Urgency.Page, "route:5");
        Assert.Equal(CommandKind.Escalate, Next().Kind);
    }

    private (CommandKind Kind, string Key) Next()
    {
        var command = Interpreter.Advance(File(), Samples.Now);
        return (command.Kind, command.Key);
    }

    private IncidentFile File() => new(Samples.Seed(_status), "1", [.. _entries], Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step()));

    private void Routed(Urgency urgency, string key = "classify:route", Severity severity = Severity.Sev2) =>
        Write(key, new Fact.Routed(urgency, ["ana"], "by name", "r", "w", severity));

    private void Chosen()
    {
        var pinned = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step());
        Write("classify", new Fact.PlaybookChosen(pinned.Playbook.Name, pinned.Playbook.Version, pinned.Hash, "It fits."));
    }

    private void Joined(string rule, Severity severity) =>
        Write($"joined:{_entries.Count}", new Fact.AlertJoined(Samples.Alert($"a-{_entries.Count}") with { Rule = rule, Severity = severity }));

    private void Write(string key, Fact fact, IncidentStatus? status = null)
    {
        _status = status ?? _status;
        _entries.Add(new JournalEntry(_entries.Count + 1, key, Samples.Now, Actors.Automation, "x", fact, _status, AuditChain.Origin, AuditChain.Origin));
    }
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>The journal entries that correlation leads to. Pure.</summary>
internal static class IncidentOpening
{
    /// <summary>Outbox kind that starts the orchestration of an incident.</summary>
    public const string StartRun = "start-run";

    /// <summary>The head of a new incident.</summary>
    public static Incident Head(OpenIncident order) => new()
    {
        Id = order.IncidentId,
        Scope = order.Scope,
        Title = order.Alert.Summary,
        Severity = order.Alert.Severity,
        Status = IncidentStatus.Open,
        Service = order.Alert.Service,
        Resource = order.Alert.Resource,
        Rule = order.Alert.Rule,
        Episode = 1,
        StartedAt = order.Alert.StartsAt,
        OpenedAt = order.OpenedAt ?? order.Alert.ReceivedAt,
        UpdatedAt = order.OpenedAt ?? order.Alert.ReceivedAt,
        AlertCount = 1,
        LastSequence = 0,
        LastHash = AuditChain.Origin,
    };

    /// <summary>The first entry of a new incident, which starts its run.</summary>
    public static NewEntry Entry(OpenIncident order) => new(
        $"alert:{order.Alert.Id}",
        Actors.System,
        order.Wanted is { } wanted
            ? $"Opened because {wanted.By} wants the playbook {wanted.Playbook} planned for {wanted.For}: {wanted.Reason}"
            : $"Opened by the {order.Alert.Severity} alert '{order.Alert.Rule}' of {order.Alert.Source}.{Triage(order.Alert)}{Why(order.Because)}{Why(order.PersonOnly)}",
        new Fact.Opened(order.Alert, order.PersonOnly, order.Wanted),
        Outbox: [new OutboxItem(StartRun, StartRun, OpsJson.Write(new RunReference(order.IncidentId, 1)))]);

    /// <summary>Another alert joins.</summary>
    public static NewEntry Joined(JoinIncident order) => new(
        order.Occasion is { } occasion ? $"alert:{order.Alert.Id}:{occasion}" : $"alert:{order.Alert.Id}",
        Actors.System,
        order.Alert.Status == AlertStatus.Firing
            ? $"Joined by the {order.Alert.Severity} alert '{order.Alert.Rule}'.{Triage(order.Alert)}{Why(order.Because)}"
            : $"The sender says that '{order.Alert.Rule}' resolved.",
        new Fact.AlertJoined(order.Alert),
        Change: head => head with
        {
            AlertCount = head.AlertCount + 1,
            Severity = order.Alert.Status == AlertStatus.Firing && order.Alert.Severity < head.Severity ? order.Alert.Severity : head.Severity,
        });

    /// <summary>Every alert resolved.</summary>
    public static NewEntry Cleared(ClearIncident order) => new(
        order.Occasion is { } occasion ? $"clear:{order.AlertId}:{occasion}" : $"clear:{order.AlertId}",
        Actors.System,
        order.Because is { } because ? $"Nothing is left to do here. {because}" : "Every alert of this incident has resolved, says the sender.",
        new Fact.AllClear(order.AlertId, order.Withdrawn));

    /// <summary>Something that was merged into it from another scope.</summary>
    public static NewEntry Noted(NoteIncident order) => order.AcknowledgedBy is { } by
        ? new($"ack:{order.Key}", by, order.Text, new Fact.Acknowledged(by, "pager"))
        : new($"note:{order.Key}", Actors.System, order.Text, new Fact.Noted(order.Text));

    private static string Why(string? because) => because is null ? string.Empty : $" {because}.";

    private static string Triage(Alert alert) => alert.Triage is { } why ? $" {why}" : string.Empty;
}

using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Incidents;

/// <summary>Wakes an orchestration that may be waiting. Body of outbox kind <c>wake</c>.</summary>
/// <param name="InstanceId">The orchestration.</param>
public sealed record WakeOrder(string InstanceId);

/// <summary>Starts the orchestration that gives a step's change back. Body of outbox kind <c>start-ttl</c>.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="StepId">The step whose change expires.</param>
/// <param name="ExpiresAt">When.</param>
/// <param name="Undo">Number of the person's undo that wants it now; null for the expiry itself.</param>
public sealed record TtlOrder(string IncidentId, string StepId, DateTimeOffset ExpiresAt, int? Undo = null);

/// <summary>Starts the orchestration of a person's undo. Body of outbox kind <c>start-undo</c>.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Number">Number of the undo.</param>
public sealed record UndoOrder(string IncidentId, int Number);

/// <summary>Starts the orchestration that looks after an incident's pages. Body of outbox kind <c>start-page</c>.</summary>
/// <param name="IncidentId">The incident.</param>
public sealed record PageOrder(string IncidentId);

/// <summary>Rebuilds the list rows of an incident. Body of outbox kind <c>project</c>.</summary>
/// <param name="IncidentId">The incident.</param>
public sealed record ProjectOrder(string IncidentId);

/// <summary>
/// The work that must follow a journal entry. The journal adds it itself, so that nobody can record a decision and
/// forget to wake the run that waits for it.
/// </summary>
public static class RunWork
{
    /// <summary>Outbox kind that wakes an orchestration.</summary>
    public const string Wake = "wake";

    /// <summary>Outbox kind that starts a TTL orchestration.</summary>
    public const string StartTtl = "start-ttl";

    /// <summary>Outbox kind that starts the orchestration of a person's undo.</summary>
    public const string StartUndo = "start-undo";

    /// <summary>Outbox kind that starts, or wakes, the orchestration that looks after an incident's pages.</summary>
    public const string StartPage = "start-page";

    /// <summary>Outbox kind that rebuilds projections.</summary>
    public const string Project = "project";

    /// <summary>The items that follow an entry: always a projection, a wake-up for what others tell the run, a TTL.</summary>
    public static IReadOnlyList<OutboxItem> For(Incident head, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(entry);
        List<OutboxItem> items = [new(Project, Project, OpsJson.Write(new ProjectOrder(head.Id)))];
        switch (entry.Fact)
        {
            case Fact.Decided { Outcome: DecisionOutcome.Approved or DecisionOutcome.Rejected }:
            case Fact.ApprovalWithdrawn:
            case Fact.AlertJoined:
            case Fact.AllClear:
            case Fact.Ended or Fact.EscalatedTo when !Actors.IsReserved(entry.Actor):
                // One wake-up does for all that it finds: it says "look again", and who looks sees everything.
                items.Add(new(Wake, $"{Wake}-{head.Episode:D6}", OpsJson.Write(new WakeOrder(IncidentRun.InstanceId(head)))));
                break;
            case Fact.TtlSet ttl:
                items.Add(new(StartTtl, $"{StartTtl}-{RowKey.Escape(ttl.StepId)}", OpsJson.Write(new TtlOrder(head.Id, ttl.StepId, ttl.ExpiresAt))));
                break;
            case Fact.UndoAsked undo:
                items.Add(new(StartUndo, $"{StartUndo}-{undo.Number:D6}", OpsJson.Write(new UndoOrder(head.Id, undo.Number))));
                break;
            // An acknowledgement is told to the channels, whether or not anybody else would be paged.
            case Fact.Acknowledged:
            case Fact.Notified or Fact.Snoozed or Fact.EscalationAsked when head.Escalation is not null && PageFacts.Concerns(entry.Fact):
                items.Add(new(StartPage, StartPage, OpsJson.Write(new PageOrder(head.Id))));
                break;
            default:
                break;
        }

        return items;
    }
}

using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Paging;

namespace OpsAutomation.Pages.Stories;

/// <summary>What happens next to an incident.</summary>
/// <param name="Text">In a sentence.</param>
/// <param name="YourMove">Whether it is a person's move.</param>
/// <param name="By">Until when, or null.</param>
public sealed record NextStep(string Text, bool YourMove, DateTimeOffset? By = null)
{
    /// <summary>From the head alone, for lists.</summary>
    /// <param name="head">The incident.</param>
    /// <param name="decideBy">Deadline of the request that waits, or null where none is known.</param>
    public static NextStep Of(Incident head, DateTimeOffset? decideBy = null) => head.Status switch
    {
        IncidentStatus.Open => new("It is being classified and a playbook is chosen.", YourMove: false),
        IncidentStatus.Remediating => new("The playbook is running.", YourMove: false),
        IncidentStatus.AwaitingApproval => new("A person must approve or reject the plan.", YourMove: true, decideBy),
        IncidentStatus.Verifying => new("The change is done; the signal is being watched.", YourMove: false),
        IncidentStatus.Mitigated => new("The signal is healthy; waiting for the all-clear before closing.", YourMove: false),
        IncidentStatus.Resolved => new("The condition ended; it will be closed.", YourMove: false),
        IncidentStatus.Closed => new(head.Outcome ?? "Nothing; it is closed.", YourMove: false),
        IncidentStatus.Escalated => new("A person must take over: automation has stopped.", YourMove: true),
        IncidentStatus.Failed => new("A person must take over: automation failed and could not take its change back.", YourMove: true),
        _ => new("Not known.", YourMove: true),
    };

    /// <summary>From the whole file: names the plan to decide on and the reason of a hand-over.</summary>
    public static NextStep Of(IncidentFile file, ApprovalStory? waiting)
    {
        if (waiting is not null && IsOpen(file.Head.Status))
        {
            var summary = waiting.Plan?.Summary ?? "the plan";
            return new($"Approve or reject: {summary}", YourMove: true, waiting.Deadline);
        }

        var next = Of(file.Head);
        var handedOver = file.Facts.OfType<Fact.EscalatedTo>().LastOrDefault()?.Reason;
        if (file.Head.Status is not (IncidentStatus.Escalated or IncidentStatus.Failed) || handedOver is not { Length: > 0 })
        {
            return next;
        }

        return PageState.Of(file.Entries).Acknowledged is var (ack, at)
            ? new($"{ack.By} has it in hand, since {at.UtcDateTime:HH:mm} UTC. It was handed over: {handedOver}", YourMove: false)
            : next with { Text = $"Take over: {handedOver}" };
    }

    /// <summary>Whether somebody or something still has work with an incident of this status.</summary>
    public static bool IsOpen(IncidentStatus status) => status is not (IncidentStatus.Closed or IncidentStatus.Resolved);
}

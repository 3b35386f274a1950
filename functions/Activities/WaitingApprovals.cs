using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>Everything that waits for people now, over all incidents, and what of it is one question.</summary>
public sealed class WaitingApprovals(IncidentIndex index, IncidentJournal journal, ApprovalDesk desk, OpsCatalog catalog)
{
    /// <summary>The most requests that are told of at once.</summary>
    public const int Most = 200;

    /// <summary>The open requests, oldest first, and their groups.</summary>
    public async Task<(IReadOnlyList<ApprovalView> Open, IReadOnlyList<ApprovalGroup> Groups)> ReadAsync(CancellationToken cancellationToken)
    {
        var open = new List<ApprovalView>();
        await foreach (var head in index.OpenAsync(cancellationToken))
        {
            // The list row may be older than the incident; what counts is read from its journal.
            if (head.Status is IncidentStatus.Resolved or IncidentStatus.Closed || await journal.CurrentAsync(head.Id, cancellationToken) is not { } file)
            {
                continue;
            }

            foreach (var round in RunState.Of(file).Steps.Select(s => s.Round).OfType<ApprovalRound>().Where(r => r.Final is null))
            {
                if ((await desk.ReadAsync(desk.ClaimsOf(head.Id, round.Asked), cancellationToken)).View is { State: ApprovalState.Open } view)
                {
                    open.Add(view);
                }
            }
        }

        var waiting = open.OrderBy(v => v.AskedAt).Take(Most).ToList();
        return (waiting, ApprovalGroup.Of(waiting, catalog.Approvals.GroupWithin));
    }
}

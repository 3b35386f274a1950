using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Paging;

namespace OpsAutomation.Functions.Activities;

/// <summary>Whether an incident has a page that somebody must look after.</summary>
public sealed class PageNeeds(IncidentJournal journal, Routing routing, TimeProvider clock)
{
    /// <summary>Looks once.</summary>
    /// <param name="incidentId">The incident.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> ReadAsync(string incidentId, CancellationToken cancellationToken)
    {
        var state = PageState.Of((await journal.RequireAsync(incidentId, cancellationToken)).Entries);
        return PageFlow.Next(state, routing.Escalation(state.Policy), clock.GetUtcNow()) is not PageStep.Done;
    }
}

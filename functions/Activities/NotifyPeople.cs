using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Tells people, once per command.</summary>
public sealed class NotifyPeople(IncidentJournal journal, NoticeDesk notices)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(NotifyPeople))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var command = order.Command;
        var file = await journal.RequireAsync(order.IncidentId, cancellationToken);

        // A redelivery after the record was written sends nothing again; one before it sends twice, which people forgive.
        return !file.Entries.Any(e => e.Key == command.Key) && await notices.SendAsync(
            file, command.Key, Enum.Parse<NoticeKind>(command.Target!), command.StepId, command.Reason, order.LastTry, client, cancellationToken);
    }
}

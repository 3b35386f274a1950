using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Judges a run that is over and counts it, once, for what its playbook has earned. When that takes a level away, or makes a
/// level one that people may grant, they are told; the journal says so last, so that a crash in between tells it again.
/// </summary>
public sealed class JudgeRun(
    IncidentJournal journal,
    OutboxPump pump,
    RunCounter counter,
    NoticeDesk notices)
{
    private const string About = "autonomy";

    /// <summary>Carries the command out.</summary>
    [Function(nameof(JudgeRun))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var file = await journal.RequireAsync(order.IncidentId, cancellationToken);
        if (file.Entries.Any(e => e.Key == order.Command.Key))
        {
            return false;
        }

        var (text, effect) = await counter.CountAsync(file, cancellationToken);
        if (effect is not null && file.Entries.All(e => e.Key != $"notify:{About}"))
        {
            await notices.InformAsync(order.IncidentId, About, effect, client, cancellationToken);
        }

        return await pump.AppendAsync(
            order.IncidentId, _ => new NewEntry(order.Command.Key, Actors.Automation, text, new Fact.Noted(text)), client, cancellationToken);
    }
}

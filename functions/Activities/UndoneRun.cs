using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// A person took back what a run did: it counts as an undone run, for its circuit breakers and for what its playbook has earned,
/// though it may have been over and judged for days. Done again it changes nothing.
/// </summary>
public sealed class UndoneRun(OverActionDesk overAction, RunCounter counter, NoticeDesk notices, OutboxPump pump)
{
    /// <summary>Counts it.</summary>
    /// <param name="file">The incident, with what the undo did so far.</param>
    /// <param name="stepId">The step that was taken back, or given up.</param>
    /// <param name="number">The undo.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task CountAsync(IncidentFile file, string stepId, int number, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (key, about) = ($"judge:undo:{number}:{stepId}", $"autonomy:undo:{number}");
        if (file.Entries.Any(e => e.Key == key))
        {
            return;
        }

        await overAction.ReportAsync(file.Head.Id, RunOutcome.Of(file), cancellationToken);
        var (text, effect) = await counter.CountAsync(file, cancellationToken);
        if (effect is not null && file.Entries.All(e => e.Key != $"notify:{about}"))
        {
            await notices.InformAsync(file.Head.Id, about, effect, client, cancellationToken);
        }

        await pump.AppendAsync(file.Head.Id, _ => new NewEntry(key, Actors.Automation, text, new Fact.Noted(text)), client, cancellationToken);
    }
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Asks the interpreter for the next command. The first call of an episode claims it.</summary>
public sealed class AdvanceIncident(IncidentJournal journal, OutboxPump pump, TimeProvider clock)
{
    /// <summary>Reads the facts and returns the command.</summary>
    [Function(nameof(AdvanceIncident))]
    public async Task<Command> Run(
        [ActivityTrigger] RunReference run, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var file = await journal.CurrentAsync(run.IncidentId, cancellationToken)
            ?? throw new InvalidOperationException($"There is no incident {run.IncidentId}.");
        var claim = $"run:{run.Episode}";
        if (!file.Entries.Any(e => e.Key == claim))
        {
            await pump.AppendAsync(
                run.IncidentId, _ => new NewEntry(claim, Actors.Automation, "A run began.", new Fact.Noted(instanceId)), client, cancellationToken);
            file = await journal.CurrentAsync(run.IncidentId, cancellationToken) ?? file;
        }

        return file.Head.Episode == run.Episode
            ? Interpreter.Advance(file, clock.GetUtcNow())
            : new Command(CommandKind.Done, "superseded", Reason: $"Episode {file.Head.Episode} took over.");
    }
}

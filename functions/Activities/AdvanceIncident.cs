using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Asks the interpreter for the next command, and carries out the quick ones at once, one after the other, until there is one
/// that is not: a wait, a message to people, or a command that failed and must be tried again. The first call of an episode
/// claims it. Whatever was not written when the process dies is asked for again.
/// </summary>
public sealed partial class AdvanceIncident(OutboxPump pump, QuickCommands quick, TimeProvider clock, ILogger<AdvanceIncident> logger)
{
    /// <summary>The most commands of one call: what they write fits into one commit.</summary>
    private const int MaxCommands = 12;

    // An activity may take 30 seconds (DESIGN section 6b), and the last command that is begun may have to wait for Azure.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(5);

    /// <summary>Carries out what is quick, and returns the command that is the orchestration's.</summary>
    [Function(nameof(AdvanceIncident))]
    public async Task<Command> Run(
        [ActivityTrigger] RunReference run, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var desk = pump.Draft(run.IncidentId, client);
        await desk.AppendAsync(_ => new NewEntry($"run:{run.Episode}", Actors.Automation, "A run began.", new Fact.Noted(instanceId)), cancellationToken);
        var command = await CarryOnAsync(run, desk, cancellationToken);
        await desk.CloseAsync(cancellationToken);
        return command;
    }

    private async Task<Command> CarryOnAsync(RunReference run, DraftDesk desk, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        string? before = null;
        for (var done = 0; ; done++)
        {
            var file = await desk.ReadAsync(cancellationToken);
            if (file.Head.Episode != run.Episode)
            {
                return new Command(CommandKind.Done, "superseded", Reason: $"Episode {file.Head.Episode} took over.");
            }

            // The same again means that it wrote nothing. The orchestration counts how often that happens, and when it is too often.
            var command = Interpreter.Advance(file, clock.GetUtcNow());
            if (done == MaxCommands || command.Key == before || quick.Find(command.Kind) is not { } activity || clock.GetElapsedTime(began) > LongEnough)
            {
                return command;
            }

            before = command.Key;
            try
            {
                await activity.CarryOutAsync(new CommandOrder(run.IncidentId, command), desk, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException && !desk.HasLost)
            {
                // As an activity of its own it is tried five times, and then a person is called. Not when entries were lost:
                // the command rests on facts that the journal does not have, so all is decided again.
                LeftToOrchestration(logger, command.Key, run.IncidentId, e);
                return command;
            }
        }
    }

    [LoggerMessage(2190, LogLevel.Warning, "'{Key}' of {IncidentId} failed; it is tried again as an activity of its own.")]
    private static partial void LeftToOrchestration(ILogger logger, string key, string incidentId, Exception exception);
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Services;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Gives the incident a category and a severity with their evidence, decides who hears of it, and pins the playbook that
/// fits, if exactly one does.
/// </summary>
public sealed class ClassifyIncident(IncidentJournal journal, OutboxPump pump, OpsCatalog catalog, IncidentAssessor assessor, AutonomyLedger autonomy, TimeProvider clock)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(ClassifyIncident))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var file = await journal.RequireAsync(order.IncidentId, cancellationToken);
        var climate = await assessor.LookAsync(cancellationToken);
        var (alert, classification) = assessor.Opening(file, climate);
        var wrote = await pump.AppendAsync(
            order.IncidentId,
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"Classified as {classification.Category}, {classification.Severity}: {string.Join(" ", classification.Evidence)}",
                new Fact.Classified(classification.Category, classification.Evidence, classification.Rule, classification.Severity, classification.Confidence),
                Change: head => head with { Category = classification.Category, Severity = classification.Severity }),
            client,
            cancellationToken);

        wrote |= await pump.AppendAsync(
            order.IncidentId, current => assessor.Route(current, $"{order.Command.Key}:route", climate, clock.GetUtcNow()), client, cancellationToken);

        var choice = file.Facts.OfType<Fact.Opened>().First().PersonOnly is { } why
            ? new PlaybookChoice(null, $"{why}.")
            : PlaybookChooser.Choose(classification.Category, ArmId.TypeOf(alert.Resource), alert.Service, catalog.Playbooks);
        var pinned = choice.Playbook is { } playbook ? PlaybookHash.Pin(playbook, catalog.Playbooks) : null;
        TrackRecord? earned = null;
        if (pinned is not null)
        {
            await journal.PinAsync(order.IncidentId, pinned, cancellationToken);
            earned = await autonomy.ReadAsync(pinned, AutonomyRules.ClassOf(pinned.Playbook), cancellationToken);
        }

        return await pump.AppendAsync(order.IncidentId, _ => Entry(order.Command.Key, pinned, earned, choice.Reason), client, cancellationToken) || wrote;
    }

    private static NewEntry Entry(string key, PinnedPlaybook? pinned, TrackRecord? earned, string reason) => pinned is not null
        ? new NewEntry(
            $"{key}:playbook",
            Actors.Automation,
            $"Chose the playbook {pinned.Playbook.Name} {pinned.Playbook.Version}: {reason}{Less(pinned.Playbook, earned!)}",
            new Fact.PlaybookChosen(pinned.Playbook.Name, pinned.Playbook.Version, pinned.Hash, reason, earned!.Level, earned.Reason),
            Change: head => head with { Playbook = pinned.Playbook.Name })
        : new NewEntry($"{key}:playbook", Actors.Automation, $"No playbook: {reason}", new Fact.NoPlaybook(reason));

    // Said where it matters: that a playbook which changes something may do less than it declares.
    private static string Less(Playbook playbook, TrackRecord earned) => earned.Level < playbook.Autonomy && AutonomyRules.CanEarn(playbook)
        ? $" It declares {playbook.Autonomy} and has earned {earned.Level}: {earned.Reason}"
        : string.Empty;
}

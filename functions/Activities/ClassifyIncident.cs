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
public sealed class ClassifyIncident(OutboxPump pump, OpsCatalog catalog, IncidentAssessor assessor, AutonomyLedger autonomy, TimeProvider clock) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(ClassifyIncident))]
    public Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return CarryOutAsync(order, pump.Desk(order.IncidentId, client), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> CarryOutAsync(CommandOrder order, RunDesk desk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(desk);
        var file = await desk.ReadAsync(cancellationToken);
        var climate = await assessor.LookAsync(cancellationToken);
        var (alert, classification) = assessor.Opening(file, climate);
        var wrote = await desk.AppendAsync(
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"Classified as {classification.Category}, {classification.Severity}: {string.Join(" ", classification.Evidence)}",
                new Fact.Classified(classification.Category, classification.Evidence, classification.Rule, classification.Severity, classification.Confidence),
                Change: head => head with { Category = classification.Category, Severity = classification.Severity }),
            cancellationToken);

        wrote |= await desk.AppendAsync(current => assessor.Route(current, $"{order.Command.Key}:route", climate, clock.GetUtcNow()), cancellationToken);

        var opened = file.Facts.OfType<Fact.Opened>().First();
        var choice = opened.Wanted is { } wanted
            ? Wanted(wanted)
            : PlaybookChooser.Choose(classification.Category, ArmId.TypeOf(alert.Resource), alert.Service, catalog.Playbooks).For(opened.PersonOnly);
        var pinned = choice.Playbook is { } playbook ? PlaybookHash.Pin(playbook, catalog.Playbooks) : null;
        var earned = pinned is null ? null : await autonomy.ReadAsync(pinned, AutonomyRules.ClassOf(pinned.Playbook), cancellationToken);
        if (opened.Wanted is not null && earned is not null)
        {
            // Whoever wants it planned is answered with a question, whatever the playbook has earned; one that only watches still does.
            earned = earned with { Level = pinned!.Playbook.Autonomy == Autonomy.Shadow ? Autonomy.Shadow : Autonomy.Approve, Reason = "A person asked for it, so a person decides." };
        }

        return await desk.AppendAsync(_ => Entry(order.Command.Key, pinned, earned, choice.Reason), cancellationToken) || wrote;
    }

    private PlaybookChoice Wanted(AskedPlaybook wanted) => catalog.Playbooks.FirstOrDefault(p => p.Name == wanted.Playbook) is { } playbook
        ? new(playbook, $"{wanted.By} wants it planned: {wanted.Reason}")
        : new(null, $"{wanted.By} wants the playbook {wanted.Playbook}, which the catalogue does not have any more.");

    private static NewEntry Entry(string key, PinnedPlaybook? pinned, TrackRecord? earned, string reason) => pinned is not null
        ? new NewEntry(
            $"{key}:playbook",
            Actors.Automation,
            $"Chose the playbook {pinned.Playbook.Name} {pinned.Playbook.Version}: {reason}{Less(pinned.Playbook, earned!)}",
            new Fact.PlaybookChosen(pinned.Playbook.Name, pinned.Playbook.Version, pinned.Hash, reason, earned!.Level, earned.Reason),
            Change: head => head with { Playbook = pinned.Playbook.Name },
            Pin: pinned)
        : new NewEntry($"{key}:playbook", Actors.Automation, $"No playbook: {reason}", new Fact.NoPlaybook(reason));

    // Said where it matters: that a playbook which changes something may do less than it declares.
    private static string Less(Playbook playbook, TrackRecord earned) => earned.Level < playbook.Autonomy && AutonomyRules.CanEarn(playbook)
        ? $" It declares {playbook.Autonomy} and has earned {earned.Level}: {earned.Reason}"
        : string.Empty;
}

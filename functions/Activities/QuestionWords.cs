using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>What a message says about a question: whom it is for now, what else waits with it, and what follows when nobody answers.</summary>
public sealed class QuestionWords(OpsCatalog catalog, TimeProvider clock)
{
    /// <summary>The open questions of an incident that go out in one message with that of a step: to the same people, and not told yet.</summary>
    /// <param name="file">The incident.</param>
    /// <param name="stepId">The step whose question is told.</param>
    /// <param name="key">Key of the message: a reminder or a level is about one question alone.</param>
    public static IReadOnlyList<ApprovalRound> Together(IncidentFile file, string stepId, string key)
    {
        var state = RunState.Of(file);
        if (state.Step(stepId).Round is not { } own || key != ApprovalNotices.Key(ApprovalNotices.Asked(own.Asked.ApprovalId)))
        {
            return [];
        }

        return
        [
            .. state.Steps.Select(s => s.Round).OfType<ApprovalRound>()
                .Where(r => r.Final is null && r.Asked.StepId != stepId && r.Quorum == own.Quorum && r.Asked.Approvers.SequenceEqual(own.Asked.Approvers, StringComparer.Ordinal)
                    && !file.Has(ApprovalNotices.Key(ApprovalNotices.Asked(r.Asked.ApprovalId)))),
        ];
    }

    /// <summary>The lines about the questions that go out together, with the one hash over all of them.</summary>
    public static IEnumerable<string> Others(IncidentFile file, ApprovalRound own, IReadOnlyList<ApprovalRound> together)
    {
        if (together.Count == 0)
        {
            yield break;
        }

        foreach (var round in together)
        {
            var plan = file.Facts.OfType<Fact.Planned>().Last(p => p.StepId == round.Asked.StepId && p.PlanHash == round.Asked.PlanHash).Plan;
            yield return $"Also asked, {round.Asked.StepId}: {plan.Summary}";
        }

        var hash = ApprovalGroup.HashOf(together.Append(own).Select(r => (r.Asked.ApprovalId, r.Asked.PlanHash)));
        yield return $"The link is about the first alone. All {together.Count + 1} at once: ops approve --group {hash[..12]} --reason TEXT";
    }

    /// <summary>The first line.</summary>
    public string Headline(ApprovalRound round, string key, string summary, int others)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (ApprovalNotices.LevelOf(key) is { } level)
        {
            var added = round.Asked.Terms!.Levels[level - 1].Approvers;
            return $"Nobody has decided, so {string.Join(", ", added)} may, too (level {level + 1}): {summary}";
        }

        if (ApprovalNotices.IsReminder(key))
        {
            var silent = catalog.Routing.Resolve(ApproverPolicy.AskedBy(round.Asked, clock.GetUtcNow()), clock.GetUtcNow())
                .Except(round.Decisions.Concat(round.Withdrawals).Select(d => d.By), StringComparer.OrdinalIgnoreCase);
            return $"Reminder for {string.Join(", ", silent)}: {summary}";
        }

        return others == 0 ? $"Approve or reject: {summary}" : $"Approve or reject {others + 1} changes: {summary}";
    }

    /// <summary>How many must approve, who comes next, and what follows when nobody does; nothing where the deadline says it all.</summary>
    public IEnumerable<string> Terms(ApprovalRound round)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (round.Quorum > 1)
        {
            yield return $"{round.Quorum} different people must approve; {round.Approvals} did.";
        }

        foreach (var level in (round.Asked.Terms?.Levels ?? []).Where(l => l.At > clock.GetUtcNow()))
        {
            yield return $"From {level.At:HH:mm} UTC {string.Join(", ", level.Approvers)} may decide, too.";
        }

        if (round.Asked.Terms?.OnTimeout == TimeoutOutcome.Reject)
        {
            yield return "Nobody's answer counts as a rejection.";
        }
    }

    /// <summary>Whom a broken glass is told of by name.</summary>
    public string Owner(IncidentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var service = file.Head.Service is { } name ? catalog.Services.ByName(name) : null;
        return $"For {file.Pinned?.Playbook.Owner ?? "nobody"}, who owns the playbook{(service is null ? string.Empty : $", and {service.Owner}, who owns {service.Name}")}.";
    }
}

using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Core.EarnedAutonomy;

/// <summary>
/// How autonomy is earned and lost: people agree so many times in a row and are right, then a higher level is proposed, and a
/// person grants it. One bad outcome takes a level away at once, without asking. An edit of the playbook starts anew.
/// </summary>
public static class AutonomyRules
{
    /// <summary>A record that nothing was learned in.</summary>
    /// <param name="pinned">The playbook with its content's hash.</param>
    /// <param name="resourceClass">ARM type of the resource.</param>
    /// <param name="now">The time.</param>
    public static TrackRecord Fresh(PinnedPlaybook pinned, string resourceClass, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(pinned);
        ArgumentNullException.ThrowIfNull(resourceClass);
        return new TrackRecord
        {
            Playbook = pinned.Playbook.Name,
            ResourceClass = Class(resourceClass),
            Hash = pinned.Hash,
            Level = Start(pinned.Playbook),
            Reason = "It starts here; nothing was learned about this content yet.",
            Since = now,
        };
    }

    /// <summary>The record that counts for this content: the one that is there, or a fresh one when it is about another content.</summary>
    public static TrackRecord For(PinnedPlaybook pinned, string resourceClass, TrackRecord? known, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(pinned);
        return known is not null && string.Equals(known.Hash, pinned.Hash, StringComparison.Ordinal)
            ? known with { Level = Lower(known.Level, pinned.Playbook.Autonomy) }
            : Fresh(pinned, resourceClass, now);
    }

    /// <summary>
    /// The record after a run. A run that was counted is not counted again, but for one: what looked good and was taken back by a
    /// person later was bad.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="ceiling">The most that the playbook declares.</param>
    /// <param name="verdict">The run.</param>
    /// <param name="needed">Agreeing runs in a row before a level is proposed, at least 1.</param>
    public static TrackRecord After(TrackRecord record, Autonomy ceiling, RunVerdict verdict, int needed)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentOutOfRangeException.ThrowIfLessThan(needed, 1);
        if (record.Verdicts.FirstOrDefault(v => string.Equals(v.IncidentId, verdict.IncidentId, StringComparison.Ordinal)) is { } counted
            && (verdict.Outcome != RunOutcome.Bad || counted.Outcome == RunOutcome.Bad))
        {
            return record;
        }

        var after = Count(record, ceiling, verdict, needed);
        var others = record.Verdicts.Where(v => !string.Equals(v.IncidentId, verdict.IncidentId, StringComparison.Ordinal));
        return after with { Verdicts = [.. others.Prepend(verdict with { Effect = Effect(record, after) }).Take(TrackRecord.MaxKept)] };
    }

    private static string? Effect(TrackRecord before, TrackRecord after) => after switch
    {
        _ when after.Level < before.Level => $"{after.Playbook} on {after.ResourceClass} may only {after.Level} from now on, where it was {before.Level}: {after.Reason}",
        { Proposed: { } proposed } when before.Proposed != proposed =>
            $"{after.Playbook} on {after.ResourceClass} has earned {proposed}: people agreed {after.Agreeing} times in a row and it helped. A person may grant it.",
        { Proposed: null } when before.Proposed is { } gone => $"{after.Playbook} on {after.ResourceClass} is no longer proposed for {gone}.",
        _ => null,
    };

    private static TrackRecord Count(TrackRecord record, Autonomy ceiling, RunVerdict verdict, int needed)
    {
        if (verdict.Outcome == RunOutcome.Bad)
        {
            return Down(record, $"{verdict.IncidentId}: {verdict.Reason}", verdict.At);
        }

        if (verdict.Agreement == Agreement.Disagreed)
        {
            return record with { Agreeing = 0, Proposed = null };
        }

        if (verdict is not { Agreement: Agreement.Agreed, Outcome: RunOutcome.Good })
        {
            return record;
        }

        record = record with { Agreeing = record.Agreeing + 1 };
        return record.Agreeing >= needed && record.Level < ceiling ? record with { Proposed = record.Level + 1 } : record;
    }

    /// <summary>A person grants what is proposed.</summary>
    /// <returns>The record, or why it cannot be granted.</returns>
    public static (TrackRecord? Record, string? Refusal) Promote(TrackRecord record, Autonomy ceiling, string user, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Proposed is not { } proposed)
        {
            return (null, $"Nothing is proposed for {record.Playbook} on {record.ResourceClass}: {record.Agreeing} runs in a row agreed and were verified.");
        }

        return proposed > ceiling
            ? (null, $"{record.Playbook} declares {ceiling} as the most that it may do.")
            : (record with { Level = proposed, Proposed = null, Agreeing = 0, Since = now, Reason = $"{user} granted it: {reason}" }, null);
    }

    /// <summary>A person takes a level away.</summary>
    public static TrackRecord Demote(TrackRecord record, string user, string reason, DateTimeOffset now) => Down(record, $"{user} took a level away: {reason}", now);

    /// <summary>The class of the resources that a playbook is for: runs on them earn for each other.</summary>
    public static string ClassOf(Playbook playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        return Class(playbook.Match.ResourceType);
    }

    /// <summary>Whether a playbook starts by itself and changes something: any other has nothing to earn.</summary>
    public static bool CanEarn(Playbook playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        return playbook.Match.Category.Length > 0 && playbook.AllSteps().Any(s => s.Calls is not null || s is { IsAction: true, ChangesNothing: false });
    }

    /// <summary>The class of a resource type, as records spell it.</summary>
    public static string Class(string resourceType)
    {
        ArgumentNullException.ThrowIfNull(resourceType);
        return resourceType.ToLowerInvariant();
    }

    // A playbook may declare where it starts, since its author has rehearsed it and a review has let it pass.
    private static Autonomy Start(Playbook playbook) => Lower(playbook.StartsAt ?? Autonomy.Approve, playbook.Autonomy);

    private static TrackRecord Down(TrackRecord record, string reason, DateTimeOffset now) => record with
    {
        Level = record.Level == Autonomy.Shadow ? Autonomy.Shadow : record.Level - 1,
        Agreeing = 0,
        Proposed = null,
        Reason = reason,
        Since = now,
    };

    private static Autonomy Lower(Autonomy one, Autonomy other) => one < other ? one : other;
}

using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Permissions.Comparing;

/// <summary>Tells which playbooks may do more than before, alone or at all.</summary>
internal static class PlaybookComparison
{
    /// <summary>Compares playbooks by name.</summary>
    public static IEnumerable<CatalogChange> Compare(IReadOnlyList<Playbook> before, IReadOnlyList<Playbook> after)
    {
        foreach (var name in before.Concat(after).Select(p => p.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, now) = (Find(before, name), Find(after, name));
            var bounds = new BoundList($"playbook {name}");
            if (old is null)
            {
                bounds.Say(Widening.Wider, $"is new, autonomy {now!.Autonomy.ToString().ToLowerInvariant()}");
            }
            else if (now is null)
            {
                bounds.Say(Widening.Narrower, "is gone");
            }
            else
            {
                Whole(bounds, old, now);
                Steps(bounds, old, now);
            }

            foreach (var change in bounds.Changes)
            {
                yield return change;
            }
        }
    }

    private static void Whole(BoundList bounds, Playbook old, Playbook now)
    {
        bounds.MoreOf("autonomy", old.Autonomy, now.Autonomy);
        bounds.MoreOf("startsAt", Start(old), Start(now));
        bounds.MoreOrNone("limits.maxCapacity", old.Limits.MaxCapacity, now.Limits.MaxCapacity);
        bounds.Less("limits.cooldown", old.Limits.Cooldown, now.Limits.Cooldown);
        bounds.More("limits.maxRunsPerDay", old.Limits.MaxRunsPerDay, now.Limits.MaxRunsPerDay);
        bounds.Other("match.category", old.Match.Category, now.Match.Category);
        bounds.Other("match.resourceType", old.Match.ResourceType, now.Match.ResourceType);

        // No service named is every service.
        bounds.Other("match.services", string.Join(", ", old.Match.Services), string.Join(", ", now.Match.Services));
    }

    private static void Steps(BoundList bounds, Playbook old, Playbook now)
    {
        var (steps, former) = (now.AllSteps().ToList(), old.AllSteps().ToDictionary(s => s.Id, StringComparer.Ordinal));
        foreach (var step in steps)
        {
            if (former.Remove(step.Id, out var was))
            {
                Step(bounds, was, step);
            }
            else
            {
                bounds.Say(step.ChangesNothing ? Widening.Narrower : Widening.Wider, $"step {step.Id} is new{(step.IsAction ? $": {step.Action}" : string.Empty)}");
            }
        }

        // What only looks, waits or asserts stood in the way of what comes after it.
        foreach (var gone in former.Values.OrderBy(s => s.Id, StringComparer.Ordinal))
        {
            bounds.Say(gone.ChangesNothing ? Widening.Wider : Widening.Narrower, $"step {gone.Id} is gone");
        }
    }

    private static void Step(BoundList bounds, Step was, Step now)
    {
        var told = bounds.Changes.Count;
        bounds.Other($"{now.Id}.action", was.Action, now.Action);
        bounds.Other($"{now.Id}.calls", was.Calls ?? "none", now.Calls ?? "none");
        bounds.Other($"{now.Id}.with", was.With.ToJsonString(), now.With.ToJsonString());
        bounds.Other($"{now.Id}.target", was.Target ?? "the incident's", now.Target ?? "the incident's");
        bounds.Other($"{now.Id}.when", was.When ?? "always", now.When ?? "always");
        bounds.Other($"{now.Id}.forEach", OpsJson.Write(was.ForEach), OpsJson.Write(now.ForEach));
        bounds.Other($"{now.Id}.verify", OpsJson.Write(was.Verify), OpsJson.Write(now.Verify));
        bounds.MoreOrNone($"{now.Id}.ttl", was.Ttl, now.Ttl);
        bounds.Less($"{now.Id}.approval.quorum", was.Approval?.Quorum ?? 0, now.Approval?.Quorum ?? 0);

        // Before there was an approval, nobody could give it: a first list of approvers takes nothing away.
        if (was.Approval is { } former && now.Approval is { } approval)
        {
            bounds.Allowing($"{now.Id}.approval.approvers", former.Approvers, approval.Approvers);
            bounds.More($"{now.Id}.approval.deadline", former.Deadline, approval.Deadline);
        }

        if (bounds.Changes.Count == told)
        {
            bounds.Other($"{now.Id} otherwise", Alone(was), Alone(now));
        }
    }

    // The steps in it are compared for themselves.
    private static string Alone(Step step) => OpsJson.Write(step with { Steps = [], Parallel = [] });

    private static Autonomy Start(Playbook playbook) => playbook.StartsAt ?? (playbook.Autonomy < Autonomy.Approve ? playbook.Autonomy : Autonomy.Approve);

    private static Playbook? Find(IReadOnlyList<Playbook> playbooks, string name) => playbooks.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));
}

using OpsAutomation.Core.Actions;

namespace OpsAutomation.Core.EarnedAutonomy;

/// <summary>Whether people did by hand what automation, only watching, would have done. Pure.</summary>
public static class ShadowComparison
{
    private const string Read = "/read";

    /// <summary>
    /// Whether for every plan somebody used one of the operations that its action needs, on its target. The log says which
    /// operation was used and not with what values, so this is as much as it can tell.
    /// </summary>
    /// <param name="plans">What would have been done: the permissions of each action, with what was seen on its target; null where that could not be read.</param>
    /// <returns>True, false, or null when it cannot be told.</returns>
    public static bool? Done(IReadOnlyCollection<(ActionDescriptor Action, IReadOnlyList<SeenChange>? Seen)> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        if (plans.Count == 0)
        {
            return null;
        }

        bool? all = true;
        foreach (var (action, seen) in plans)
        {
            var writes = action.Permissions.Where(p => !p.EndsWith(Read, StringComparison.OrdinalIgnoreCase)).ToList();
            if (seen is not null && writes.Count > 0 && !seen.Any(s => writes.Contains(s.Operation, StringComparer.OrdinalIgnoreCase)))
            {
                return false;
            }

            all = seen is null || writes.Count == 0 ? null : all;
        }

        return all;
    }
}

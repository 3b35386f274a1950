using OpsAutomation.Core.Actions;

namespace OpsAutomation.Core.Playbooks.Planning;

/// <summary>What is different between a plan that was shown and the one that is made now, in words for whoever is asked again.</summary>
public static class PlanDifference
{
    /// <summary>The difference in sentences. That the resource is another one comes first: everything else may look the same then.</summary>
    /// <param name="shown">The plan that people saw; null when it cannot be found.</param>
    /// <param name="now">The plan as it is now.</param>
    public static string Words(ActionPlan? shown, ActionPlan now)
    {
        ArgumentNullException.ThrowIfNull(now);
        var words = shown is null ? [] : Differences(shown, now).ToList();
        return words.Count == 0 ? "The plan is no longer the one that was approved." : $"The plan is no longer the one that was approved: {string.Join(" ", words)}";
    }

    private static IEnumerable<string> Differences(ActionPlan shown, ActionPlan now)
    {
        if (!string.Equals(shown.Target.ResourceId, now.Target.ResourceId, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"It is about {now.Target.ResourceId} instead of {shown.Target.ResourceId}.";
        }
        else if (!string.Equals(shown.Target.Identity, now.Target.Identity, StringComparison.Ordinal))
        {
            yield return $"{now.Target.Name} is another resource than the one that was shown: that one was deleted, and this one was made anew under its name.";
        }

        foreach (var (field, value) in now.Before)
        {
            if (!shown.Before.TryGetValue(field, out var was) || was != value)
            {
                yield return $"{field} is {value} now and was {was ?? "not known"}.";
            }
        }

        foreach (var (field, value) in now.After)
        {
            if (!shown.After.TryGetValue(field, out var would) || would != value)
            {
                yield return $"{field} would become {value} instead of {would ?? "nothing that was shown"}.";
            }
        }
    }
}

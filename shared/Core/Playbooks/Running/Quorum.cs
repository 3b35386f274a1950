namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// Counts people, not clicks: how many approvals there are of which each is by another person and stands in another person's
/// place. Whoever is a delegate of two counts once, and someone who approves beside their own delegate does not count twice.
/// </summary>
public static class Quorum
{
    /// <summary>How many different people approved; the same for every order.</summary>
    /// <param name="approvals">One entry a person.</param>
    public static int People(IEnumerable<DecisionTaken> approvals)
    {
        ArgumentNullException.ThrowIfNull(approvals);

        // A largest matching of people to places: a greedy count would depend on the order.
        var places = approvals
            .GroupBy(a => a.By, StringComparer.OrdinalIgnoreCase)
            .Select(g => g.SelectMany(a => a.For ?? [a.By]).Distinct(StringComparer.OrdinalIgnoreCase).ToList())
            .ToList();
        var taken = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(0, places.Count).Count(person => Place(person, places, taken, new(StringComparer.OrdinalIgnoreCase)));
    }

    private static bool Place(int person, List<List<string>> places, Dictionary<string, int> taken, HashSet<string> tried)
    {
        foreach (var place in places[person].Where(tried.Add))
        {
            if (!taken.TryGetValue(place, out var holder) || Place(holder, places, taken, tried))
            {
                taken[place] = person;
                return true;
            }
        }

        return false;
    }
}

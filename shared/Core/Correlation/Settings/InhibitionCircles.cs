using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>
/// Finds inhibitions that explain each other in a circle: what one explains may be what the next explains with, and so on back
/// to the first. Only what is certain counts: a step needs values of fields that all conditions of both sides accept.
/// </summary>
internal static class InhibitionCircles
{
    // Values for a field that some conditions name; more combinations than this are not tried.
    private const int MaxTried = 4096;

    /// <summary>The names of the inhibitions of each circle, in order, the one that stands last in the file first.</summary>
    public static IReadOnlyList<IReadOnlyList<InhibitionSetting>> Find(IReadOnlyList<InhibitionSetting> settings)
    {
        var next = settings.Select(s => settings.Where(t => t != s && Leads(s, t)).ToArray()).ToArray();
        var circles = new List<IReadOnlyList<InhibitionSetting>>();
        for (var last = 0; last < settings.Count; last++)
        {
            // The shortest way back that uses none that stands after it: each circle is told once, at its last member.
            if (WayBack(settings, next, last) is { } circle)
            {
                circles.Add(circle);
            }
        }

        return circles;
    }

    private static List<InhibitionSetting>? WayBack(IReadOnlyList<InhibitionSetting> settings, InhibitionSetting[][] next, int last)
    {
        var (start, index) = (settings[last], settings.Select((s, i) => (s, i)).ToDictionary(p => p.s, p => p.i));
        var before = new Dictionary<InhibitionSetting, InhibitionSetting>();
        var queue = new Queue<InhibitionSetting>([start]);
        while (queue.TryDequeue(out var one))
        {
            foreach (var other in next[index[one]].Where(o => index[o] <= last))
            {
                if (other == start)
                {
                    var way = new List<InhibitionSetting>();
                    for (var at = one; at != start; at = before[at])
                    {
                        way.Add(at);
                    }

                    way.Add(start);
                    way.Reverse();
                    return way;
                }

                if (before.TryAdd(other, one))
                {
                    queue.Enqueue(other);
                }
            }
        }

        return null;
    }

    // Whether something is explained by the one and explains by the other.
    private static bool Leads(InhibitionSetting one, InhibitionSetting other)
    {
        MatchCondition[] wanted = [.. one.Target.Conditions, .. other.Source.Conditions];
        var fields = wanted.Concat(one.Source.Conditions).Select(c => c.Field).DistinctBy(f => f.Name, StringComparer.Ordinal).ToArray();
        var values = fields.Select(f => Values(f, [.. wanted, .. one.Source.Conditions])
            .Where(v => wanted.Where(c => c.Field.Name == f.Name).All(c => c.Holds(v))).ToArray()).ToArray();
        if (Array.Exists(values, v => v.Length == 0))
        {
            return false;
        }

        // And is not what the one explains with: that is never explained by it.
        var combinations = Math.Min(MaxTried, values.Aggregate(1L, (n, v) => Math.Min(MaxTried, n * v.Length)));
        for (var number = 0L; number < combinations; number++)
        {
            var rest = number;
            var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var f = 0; f < fields.Length; f++)
            {
                chosen[fields[f].Name] = values[f][rest % values[f].Length];
                rest /= values[f].Length;
            }

            if (!one.Source.Conditions.All(c => c.Holds(chosen[c.Field.Name])))
            {
                return true;
            }
        }

        return false;
    }

    // What the conditions name themselves, all there is where that is a closed list, and something else.
    private static IEnumerable<string> Values(AlertField field, IReadOnlyList<MatchCondition> conditions) =>
        (field.Values ?? [.. conditions.Where(c => c.Field.Name == field.Name).SelectMany(c => c.Named), string.Empty, "something else"]).Distinct(StringComparer.Ordinal);
}

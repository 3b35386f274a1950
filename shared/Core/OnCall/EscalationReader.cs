using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.OnCall;

/// <summary>
/// Reads <c>escalations</c> of <c>routing.yaml</c>: OPS2112 no level, or the first is not at once, OPS2113 levels out of order,
/// OPS2114 a level tells nobody; names as schedules have them.
/// </summary>
internal static class EscalationReader
{
    private const int MaxRepeat = 9;

    /// <param name="root">The file.</param>
    /// <param name="means">Whether a name among <c>tell</c> means someone.</param>
    public static IReadOnlyList<EscalationPolicy> Read(YamlMap root, Func<string, bool> means)
    {
        var policies = new List<EscalationPolicy>();
        foreach (var map in root.Maps("escalations"))
        {
            var policy = ReadOne(map, means);
            if (policies.Exists(p => p.Name == policy.Name))
            {
                map.Error("OPS2102", "name", $"The escalation '{policy.Name}' stands twice.");
            }

            policies.Add(policy);
        }

        return policies;
    }

    private static EscalationPolicy ReadOne(YamlMap map, Func<string, bool> means)
    {
        var name = OnCallReader.Name(map);
        var levels = new List<EscalationLevel>();
        foreach (var level in map.Maps("levels"))
        {
            var after = level.Duration("after") ?? TimeSpan.Zero;
            if (levels is [.., var last] && after <= last.After)
            {
                level.Error("OPS2113", "after", $"'{level.Path}.after' must be longer than that of the level before.");
            }
            else if (levels.Count == 0 && after > TimeSpan.Zero)
            {
                level.Error("OPS2112", "after", "The first level is told at once; leave 'after' out.");
            }

            var tell = level.Strings("tell");
            foreach (var nobody in tell.Where(t => !means(t)))
            {
                level.Error("OPS2114", "tell", $"'{nobody}' means nobody.");
            }

            if (tell.Count == 0)
            {
                level.Error("OPS2114", "tell", $"'{level.Path}' tells nobody.");
            }

            level.Done();
            levels.Add(new EscalationLevel(after, tell));
        }

        if (levels.Count == 0)
        {
            map.Error("OPS2112", "levels", $"The escalation '{name}' has no level.");
            levels.Add(new EscalationLevel(TimeSpan.Zero, []));
        }

        var repeat = map.Int("repeat", 0, MaxRepeat) ?? 0;
        var repeatAfter = map.Duration("repeatAfter") ?? TimeSpan.FromMinutes(15);
        var untouched = map.Duration("untouchedFor");
        map.Done();
        return new EscalationPolicy(name, levels, repeat, repeatAfter) { UntouchedFor = untouched };
    }
}

using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Approving;

/// <summary>Reads <c>approvals.yaml</c>.</summary>
public static class ApprovalPolicyReader
{
    /// <summary>The longest time to decide: what nobody answers for a week is no question any more.</summary>
    internal static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(7);

    /// <summary>Reads it, or returns null after adding every problem to the bag (OPS2201 to OPS2209).</summary>
    public static ApprovalPolicies? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = root.Bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);
        CatalogHeader.Check(root, "Approvals");
        var none = ApprovalPolicies.None;
        var policies = none with
        {
            Risks = root.Map("risks") is { } risks ? Risks(risks) : none.Risks,
            BreakGlass = root.Map("breakGlass") is { } glass ? BreakGlass(glass) : none.BreakGlass,
            LongestDelegation = Longest(root, "longestDelegation", TimeSpan.FromDays(90)) ?? none.LongestDelegation,
            LongestWait = Longest(root, "longestWait", TimeSpan.FromDays(30)) ?? none.LongestWait,
            GroupWithin = Longest(root, "groupWithin", TimeSpan.FromHours(1)) ?? none.GroupWithin,
            Groups = PeopleReader.Groups(root),
            Aliases = PeopleReader.Aliases(root),
        };
        root.Done();
        return root.Bag.All.Count(d => d.Severity == DiagnosticSeverity.Error) == errors ? policies : null;
    }

    /// <summary>Reads what happens when nobody decides: never an approval.</summary>
    internal static TimeoutOutcome? OnTimeout(YamlMap map)
    {
        if (map.String("onTimeout") is "approve" or "Approve")
        {
            map.Error("OPS2201", "onTimeout", "An unanswered question is never a yes: write 'escalate' or 'reject'.");
            return null;
        }

        return map.Enum<TimeoutOutcome>("onTimeout");
    }

    /// <summary>Reads who may decide, too, after a time.</summary>
    internal static IReadOnlyList<ApprovalEscalation>? Escalation(YamlMap map, TimeSpan? deadline)
    {
        if (!map.Has("escalation"))
        {
            return null;
        }

        var levels = new List<ApprovalEscalation>();
        foreach (var one in map.Maps("escalation"))
        {
            var level = new ApprovalEscalation(one.Duration("after") ?? TimeSpan.Zero, one.Strings("approvers"));
            one.Done();
            if (level.Approvers.Count == 0)
            {
                one.Error("OPS2205", "approvers", "A level of an escalation must add at least one user, role, schedule or group.");
            }

            if (level.After <= (levels.Count == 0 ? TimeSpan.Zero : levels[^1].After) || level.After >= deadline)
            {
                one.Error("OPS2205", "after", "Levels come one after the other, each with a longer 'after', and before the deadline.");
            }

            levels.Add(level);
        }

        return levels;
    }

    /// <summary>Reads how long before the deadline people are reminded.</summary>
    internal static TimeSpan? RemindBefore(YamlMap map, TimeSpan? deadline)
    {
        var before = map.Duration("remindBefore");
        if (before is { } time && (time < TimeSpan.FromMinutes(1) || time >= deadline))
        {
            map.Error("OPS2206", "remindBefore", "'remindBefore' must be at least 1m and shorter than the deadline.");
        }

        return before;
    }

    private static Dictionary<Risk, RiskPolicy> Risks(YamlMap map)
    {
        var risks = new Dictionary<Risk, RiskPolicy>();
        foreach (var (key, risk) in (ReadOnlySpan<(string, Risk)>)[("low", Risk.Low), ("medium", Risk.Medium), ("high", Risk.High)])
        {
            if (map.Map(key) is { } one)
            {
                risks[risk] = Policy(one);
            }
        }

        map.Done();
        return risks;
    }

    private static RiskPolicy Policy(YamlMap map)
    {
        var deadline = Longest(map, "deadline", LongestDeadline);
        var policy = new RiskPolicy
        {
            Approvers = map.Strings("approvers"),
            Only = map.Strings("only"),
            Quorum = map.Int("quorum", 1, 10) ?? 1,
            Deadline = deadline,
            RemindBefore = RemindBefore(map, deadline),
            Escalation = Escalation(map, deadline) ?? [],
            OnTimeout = OnTimeout(map) ?? TimeoutOutcome.Escalate,
        };
        map.Done();
        return policy;
    }

    private static IReadOnlyList<string> BreakGlass(YamlMap map)
    {
        var people = map.Strings("people");
        if (people.Count == 0)
        {
            map.Error("OPS2209", "people", "'breakGlass.people' must name who may break the glass; leave 'breakGlass' out where nobody may.");
        }

        map.Done();
        return people;
    }

    private static TimeSpan? Longest(YamlMap map, string key, TimeSpan longest)
    {
        var value = map.Duration(key);
        if (value is { } time && (time < TimeSpan.FromMinutes(1) || time > longest))
        {
            map.Error("OPS1113", key, $"'{(map.Path.Length == 0 ? key : $"{map.Path}.{key}")}' must be from 1m to {longest.TotalDays:0.##}d.");
        }

        return value;
    }
}

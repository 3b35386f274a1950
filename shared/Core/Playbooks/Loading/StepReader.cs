using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Playbooks.BuiltIn;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>Reads steps, and the steps in them.</summary>
internal sealed class StepReader(IReadOnlyCollection<ActionDescriptor> actions)
{
    /// <summary>How deep groups and branches may stand in each other.</summary>
    internal const int MaxDepth = 6;

    private const int MaxSteps = 100;

    private static readonly string[] Kinds = ["action", "playbook", "steps", "parallel"];
    private static readonly string[] OfActions = ["retry", "timeout", "approval", "verify", "ttl", "outputs"];
    private static readonly string[] OfOthers = ["with", "target", "forEach", "canary"];

    private int _count;

    internal IReadOnlyList<StepDraft> ReadAll(YamlMap map, string key, int depth)
    {
        if (depth > MaxDepth)
        {
            map.Skip(key);
            map.Error("OPS1144", key, $"Groups and branches may stand in each other at most {MaxDepth} deep; put some steps into a playbook of their own.");
            return [];
        }

        var maps = map.Maps(key);
        if ((_count += maps.Count) > MaxSteps && _count - maps.Count <= MaxSteps)
        {
            map.Error("OPS1144", key, $"A playbook has at most {MaxSteps} steps; put some into a playbook of their own.");
        }

        return [.. maps.Select(m => Read(m, depth))];
    }

    private StepDraft Read(YamlMap map, int depth)
    {
        var id = PlaybookNames.Read(map, "id");
        var kinds = Kinds.Where(map.Has).ToList();
        if (kinds.Count != 1)
        {
            map.Error("OPS1140", kinds.Count == 0 ? "id" : kinds[1], $"A step has exactly one of {string.Join(", ", Kinds)}; this one has {(kinds.Count == 0 ? "none" : string.Join(" and ", kinds))}.");
        }

        var kind = kinds.Count == 0 ? "steps" : kinds[0];
        var common = new Step
        {
            Id = id,
            When = map.String("when"),
            OnFailure = map.Enum<OnFailure>("onFailure"),
            ForEach = map.Map("forEach") is { } loop ? StepParts.ForEach(loop) : null,
            Canary = map.Map("canary") is { } canary ? StepParts.Canary(canary) : null,
            Target = map.String("target"),
        };
        if (common is { Canary: not null, ForEach: null })
        {
            map.Error("OPS1141", "canary", "'canary' is the first share of a list: it needs 'forEach'.");
        }

        var (step, children) = kind switch
        {
            "action" => (Action(map, common), []),
            "playbook" => (Call(map, common), []),
            "parallel" => Branches(map, common, depth),
            _ => Group(map, common, depth),
        };

        // What was told as one thing too many is not told again as unknown.
        foreach (var key in Kinds.Where(map.Has))
        {
            map.Skip(key);
        }

        map.Done();
        return new(step, map, children);
    }

    private Step Action(YamlMap map, Step step)
    {
        var name = map.RequiredString("action");
        var action = BuiltInActions.Find(name, actions);
        if (action is null && name.Length > 0)
        {
            map.Error("OPS1105", "action", $"There is no action '{name}'; there are {string.Join(", ", actions.Concat(BuiltInActions.All).Select(a => a.Name).Order(StringComparer.Ordinal))}.");
        }

        step = step with { Action = name, With = WithReader.Read(map, action), ChangesNothing = action?.ChangesNothing == true };
        if (BuiltInActions.Is(name))
        {
            Refuse(map, [.. OfActions, "target", "forEach", "canary"], $"an action that changes nothing ({name})");
            return step;
        }

        if (!map.Has("onFailure") && !step.ChangesNothing)
        {
            map.Error("OPS1004", "onFailure", "'onFailure' is required.");
        }

        return step with
        {
            Retry = map.Map("retry") is { } retry ? StepParts.Retry(retry) : null,
            Approval = map.Map("approval") is { } approval ? StepParts.Approval(approval) : null,
            Verify = map.Has("verify") || !step.ChangesNothing ? StepParts.Verify(map) : null,
            Timeout = map.Has("timeout") || !step.ChangesNothing ? Bounds.Duration(map, "timeout", TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)) : TimeSpan.FromMinutes(5),
            Ttl = map.Has("ttl") ? Bounds.Duration(map, "ttl", TimeSpan.FromMinutes(10), TimeSpan.FromDays(30)) : null,
            Outputs = StepParts.Outputs(map),
        };
    }

    private static Step Call(YamlMap map, Step step)
    {
        Refuse(map, OfActions, "a step that calls a playbook");
        return step with { Calls = map.RequiredString("playbook"), With = WithReader.ReadForCall(map) };
    }

    private (Step Step, IReadOnlyList<IReadOnlyList<StepDraft>> Children) Group(YamlMap map, Step step, int depth)
    {
        Refuse(map, [.. OfActions, "with"], "a group of steps");
        var children = ReadAll(map, "steps", depth + 1);
        if (map.Has("steps") && children.Count == 0 && depth < MaxDepth)
        {
            map.Error("OPS1104", "steps", "'steps' must hold at least one step.");
        }

        return (step with { Steps = [.. children.Select(c => c.Step)] }, [children]);
    }

    private (Step Step, IReadOnlyList<IReadOnlyList<StepDraft>> Children) Branches(YamlMap map, Step step, int depth)
    {
        Refuse(map, [.. OfActions, "with"], "branches side by side");
        var branches = new List<Branch>();
        var children = new List<IReadOnlyList<StepDraft>>();
        foreach (var one in map.Maps("parallel"))
        {
            var id = PlaybookNames.Read(one, "id");
            var steps = ReadAll(one, "steps", depth + 1);
            if (steps.Count == 0 && depth < MaxDepth)
            {
                one.Error("OPS1104", "steps", "A branch must hold at least one step.");
            }

            if (branches.Exists(b => string.Equals(b.Id, id, StringComparison.Ordinal)))
            {
                one.Error("OPS1103", "id", $"Branch id '{id}' is used twice.");
            }

            one.Done();
            branches.Add(new(id, [.. steps.Select(s => s.Step)]));
            children.Add(steps);
        }

        if (branches.Count < 2)
        {
            map.Error("OPS1104", "parallel", "'parallel' must hold at least two branches.");
        }

        return (step with { Parallel = branches }, children);
    }

    private static void Refuse(YamlMap map, IEnumerable<string> keys, string kind)
    {
        foreach (var key in keys)
        {
            if (map.Has(key))
            {
                map.Error("OPS1141", key, $"'{key}' does not fit {kind}{(OfOthers.Contains(key, StringComparer.Ordinal) ? string.Empty : "; it belongs to the steps that act")}.");
            }

            map.Skip(key);
        }
    }
}

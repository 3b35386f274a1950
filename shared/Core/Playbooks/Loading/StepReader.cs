using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>Reads one step.</summary>
internal static class StepReader
{
    internal static Step Read(YamlMap map, IReadOnlyCollection<ActionDescriptor> actions)
    {
        var action = map.RequiredString("action");
        var descriptor = actions.FirstOrDefault(a => string.Equals(a.Name, action, StringComparison.Ordinal));
        if (descriptor is null && action.Length > 0)
        {
            map.Error("OPS1105", "action", $"There is no action '{action}'; there are {string.Join(", ", actions.Select(a => a.Name).Order(StringComparer.Ordinal))}.");
        }

        var step = new Step
        {
            Id = PlaybookNames.Read(map, "id"),
            Action = action,
            With = With(map, descriptor),
            Approval = map.Map("approval") is { } approval ? Approval(approval) : null,
            Verify = Verify(map),
            Timeout = Bounds.Duration(map, "timeout", TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)),
            Ttl = map.Has("ttl") ? Bounds.Duration(map, "ttl", TimeSpan.FromMinutes(10), TimeSpan.FromDays(30)) : null,
            OnFailure = PlaybookReader.Required<OnFailure>(map, "onFailure"),
        };
        map.Done();
        return step;
    }

    private static JsonObject With(YamlMap step, ActionDescriptor? action)
    {
        var with = new JsonObject();
        var map = step.Map("with");
        if (action is null)
        {
            return with; // the action is unknown; its parameters cannot be judged
        }

        foreach (var key in (map?.Keys ?? []).Where(k => !action.Parameters.Any(p => string.Equals(p.Name, k, StringComparison.Ordinal))))
        {
            var known = action.Parameters.Count == 0 ? "it has none" : $"it has {string.Join(", ", action.Parameters.Select(p => p.Name))}";
            map!.Error("OPS1107", key, $"Action {action.Name} has no parameter '{key}'; {known}.");
        }

        foreach (var parameter in action.Parameters)
        {
            if (map is null || !map.Has(parameter.Name))
            {
                if (parameter.Required)
                {
                    step.Error("OPS1108", "with", $"Action {action.Name} needs '{parameter.Name}': {parameter.Description}");
                }

                continue;
            }

            JsonNode? value = parameter.Type switch
            {
                ActionParameterType.Integer => map.Int(parameter.Name, parameter.Min ?? int.MinValue, parameter.Max ?? int.MaxValue),
                ActionParameterType.Boolean => map.Bool(parameter.Name),
                _ => map.RequiredString(parameter.Name),
            };
            if (value is not null)
            {
                with[parameter.Name] = value;
            }
        }

        return with;
    }

    private static StepApproval Approval(YamlMap map)
    {
        var approvers = map.Strings("approvers");
        if (approvers.Count == 0)
        {
            map.Error("OPS1114", "approvers", "'approvers' must name at least one person or role.");
        }

        var deadline = Bounds.Duration(map, "deadline", TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        var quorum = map.Has("quorum") ? map.Int("quorum", 1, 10) : 1;
        map.Done();
        return new(approvers, deadline, quorum ?? 1);
    }

    private static StepVerify Verify(YamlMap step)
    {
        if (PlaybookReader.Section(step, "verify") is not { } map)
        {
            return new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        }

        var verify = new StepVerify(
            Bounds.Duration(map, "after", TimeSpan.FromSeconds(10), TimeSpan.FromHours(6)),
            Bounds.Duration(map, "every", TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            Bounds.Duration(map, "within", TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)));
        if (verify.Within > TimeSpan.Zero && (verify.After >= verify.Within || verify.Every > verify.Within))
        {
            map.Error("OPS1112", "within", "'verify' leaves no time to look: 'after' must be below 'within', and 'every' not above it.");
        }

        map.Done();
        return verify;
    }
}

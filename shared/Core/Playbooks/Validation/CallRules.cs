using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Playbooks.Loading;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.Validation;

/// <summary>What must hold where a playbook calls another: it exists, gets what it needs, comes to an end, and may do what it does.</summary>
internal sealed class CallRules(IReadOnlyDictionary<string, PlaybookDraft> library)
{
    internal void Check(PlaybookDraft draft)
    {
        foreach (var step in draft.AllSteps())
        {
            if (step.Step.Calls is not { Length: > 0 } name)
            {
                continue;
            }

            if (!library.TryGetValue(name, out var called))
            {
                step.Map.Error("OPS1142", "playbook", $"There is no playbook '{name}'; there are {string.Join(", ", library.Keys.Order(StringComparer.Ordinal))}.");
                continue;
            }

            CheckPath(draft, step.Map, called);
            CheckGiven(step, called.Playbook);
            CheckApproval(draft.Playbook, step.Map, called.Playbook);
        }
    }

    private void CheckPath(PlaybookDraft draft, YamlMap map, PlaybookDraft called)
    {
        var (way, circle) = Longest(called, [draft.Playbook.Name]);
        if (circle)
        {
            map.Error("OPS1143", "playbook", $"Playbooks call each other in a circle: {string.Join(" > ", way)}.");
        }
        else if (way.Count - 1 > RunTree.MaxCalls)
        {
            map.Error("OPS1144", "playbook", $"Playbooks may call each other at most {RunTree.MaxCalls} deep: {string.Join(" > ", way)}.");
        }
    }

    // The longest way on, or the first that comes back to where it began.
    private (IReadOnlyList<string> Way, bool Circle) Longest(PlaybookDraft draft, IReadOnlyList<string> way)
    {
        IReadOnlyList<string> here = [.. way, draft.Playbook.Name];
        if (way.Contains(draft.Playbook.Name, StringComparer.Ordinal))
        {
            // A circle further on is told where it closes.
            return (here, string.Equals(way[0], draft.Playbook.Name, StringComparison.Ordinal));
        }

        var longest = here;
        foreach (var name in draft.Playbook.AllSteps().Select(s => s.Calls).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (here.Count > RunTree.MaxCalls + 1 || !library.TryGetValue(name, out var next))
            {
                continue;
            }

            var (on, circle) = Longest(next, here);
            if (circle)
            {
                return (on, true);
            }

            longest = on.Count > longest.Count ? on : longest;
        }

        return (longest, false);
    }

    private static void CheckGiven(StepDraft step, Playbook called)
    {
        var with = step.Step.With;
        var map = step.Map.Map("with");
        foreach (var (name, value) in with)
        {
            if (called.Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal)) is not { } parameter)
            {
                var known = called.Parameters.Count == 0 ? "it has none" : $"it has {string.Join(", ", called.Parameters.Select(p => p.Name))}";
                map!.Error("OPS1107", name, $"Playbook {called.Name} has no parameter '{name}'; {known}.");
            }
            else if (!StepInputs.IsTemplate(value) && parameter.Refuses(parameter.Parse(value!.GetValue<string>())) is { } refusal)
            {
                map!.Error("OPS1005", name, refusal);
            }
        }

        foreach (var parameter in called.Parameters.Where(p => p.Default is null && !with.ContainsKey(p.Name)))
        {
            step.Map.Error("OPS1108", "with", $"Playbook {called.Name} needs '{parameter.Name}': {parameter.Description}");
        }
    }

    // Called, it is as careful as the more careful of the two: what it does alone by itself may need a person here.
    private static void CheckApproval(Playbook caller, YamlMap map, Playbook called)
    {
        var autonomy = caller.Autonomy < called.Autonomy ? caller.Autonomy : called.Autonomy;
        var alone = autonomy == Autonomy.Shadow || (autonomy == Autonomy.Auto && caller.Risk == Risk.Low && called.Risk == Risk.Low);
        if (!alone && called.AllSteps().FirstOrDefault(s => s is { IsAction: true, ChangesNothing: false, Approval: null }) is { } step)
        {
            map.Error("OPS1111", "playbook", $"Step '{step.Id}' of playbook {called.Name} needs an 'approval' when it is called from here: only autonomy auto and risk low of both act alone.");
        }
    }
}

namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>Only what an alert named before is changed, and not what somebody has put in its place since under the same name.</summary>
internal static class WrongTargetRule
{
    private const string Name = "wrong-target";

    /// <summary>Finds changes of anything else.</summary>
    public static IEnumerable<Finding> Judge(Observation seen)
    {
        var replaced = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        var ours = seen.Effects.Select(e => e.Call).ToHashSet();
        foreach (var call in seen.Changes)
        {
            if (!ours.Contains(call))
            {
                if (call.Method == "DELETE" && string.Equals(call.Path, call.Target, StringComparison.OrdinalIgnoreCase))
                {
                    replaced[call.Target] = call.Sequence;
                }
            }
            else if (seen.AlertsBefore(call) == 0 && !seen.Charter.Besides.Any(b => Targets.Cover(b, call.Target)))
            {
                yield return new Finding(FindingKind.WrongTarget, Name, call, "No alert had named this resource.");
            }
            else if (replaced.TryGetValue(call.Target, out var at) && !seen.Told(OrderKind.Alert, call, at))
            {
                yield return new Finding(FindingKind.WrongTarget, Name, call, "Another resource had taken this name since the last alert.");
            }
        }
    }
}

namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>
/// One alert is a reason for one change. The same write again with nobody's change in between, and more operations or more
/// additions than there were alerts about a resource, are the same change twice.
/// </summary>
internal static class DoubledRule
{
    private const string Name = "doubled";
    private static readonly TimeSpan WatchedFor = TimeSpan.FromMinutes(2);

    /// <summary>Finds what was done twice.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) => Writes(seen).Concat(Operations(seen)).Concat(Additions(seen));

    private static IEnumerable<Finding> Writes(Observation seen)
    {
        var last = new Dictionary<string, ObservedCall>(StringComparer.Ordinal);
        foreach (var call in seen.Changes)
        {
            if (call.Principal == seen.Charter.Principal && call.Method is "PUT" or "PATCH" or "DELETE"
                && last.TryGetValue(call.Target, out var before) && Same(before, call))
            {
                yield return new Finding(FindingKind.Doubled, Name, call, $"The same was written at {before.At:HH:mm:ss}.");
            }

            last[call.Target] = call;
        }
    }

    private static bool Same(ObservedCall one, ObservedCall other) =>
        one.Principal == other.Principal && one.Method == other.Method && one.Digest == other.Digest
        && string.Equals(one.Path, other.Path, StringComparison.OrdinalIgnoreCase);

    // Another body is another operation: each key of an account is made anew once. A swap is its own undo, which comes only
    // after the change was watched for a while.
    private static IEnumerable<Finding> Operations(Observation seen)
    {
        var done = new Dictionary<string, List<ObservedCall>>(StringComparer.OrdinalIgnoreCase);
        foreach (var call in seen.Effects.Select(e => e.Call).Where(c => c.Method == "POST"))
        {
            var key = $"{call.Path} {call.Digest}";
            var before = done.TryGetValue(key, out var list) ? list : done[key] = [];
            var swaps = call.Path.EndsWith("/slotsswap", StringComparison.OrdinalIgnoreCase);
            var watched = swaps && before.Count > 0 && call.At - before[^1].At >= WatchedFor;
            if (before.Count > 0 && IsMadeInVain(seen, before[^1], call))
            {
                before.RemoveAt(before.Count - 1);
            }

            before.Add(call);
            var reasons = Reasons(seen, call);
            if (before.Count > (swaps ? 2 * reasons : reasons) || (swaps && before.Count > 1 && !watched && !seen.Told(OrderKind.Alert, call, before[^2].Sequence)))
            {
                yield return new Finding(FindingKind.Doubled, Name, call, $"Done {before.Count} times for {reasons} alerts.");
            }
        }
    }

    // A key of an account that was made anew and not published opens nothing for anybody: its answer was lost with its value.
    // Made once more, it is the same making. After it was published, and for what belongs to no secret, this is no excuse.
    private static bool IsMadeInVain(Observation seen, ObservedCall made, ObservedCall again)
    {
        if (!again.Path.EndsWith("/regenerateKey", StringComparison.OrdinalIgnoreCase) || !seen.Charter.Together.Any(set => set.Contains(again.Target, StringComparer.Ordinal)))
        {
            return false;
        }

        var alert = seen.LastTold(OrderKind.Alert, made);
        return !seen.Effects.Any(e => Targets.IsVault(e.Call.Host) && e.Call.Sequence > alert && e.Call.Sequence < again.Sequence && seen.IsAbout(again.Target, e.Call.Target));
    }

    private static IEnumerable<Finding> Additions(Observation seen)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var effect in seen.Effects.Where(e => e.Call.Capacity is not null && !e.GivesBack))
        {
            var (count, reasons) = (counts[effect.Call.Target] = counts.GetValueOrDefault(effect.Call.Target) + 1, Reasons(seen, effect.Call));
            if (count > reasons)
            {
                yield return new Finding(FindingKind.Doubled, Name, effect.Call, $"Capacity was added {count} times for {reasons} alerts.");
            }
        }
    }

    /// <summary>
    /// How many reasons alerts gave for a change. What a playbook works on besides has no alerts of its own: as often as alerts
    /// came at all. At least one, since a first change without any alert is one of a wrong target, not the same change twice.
    /// </summary>
    public static int Reasons(Observation seen, ObservedCall call) => Math.Max(1, seen.Charter.Besides.Any(b => Targets.Cover(b, call.Target))
        ? seen.Charter.Orders.Count(o => o.Kind == OrderKind.Alert && o.After < call.Sequence)
        : seen.AlertsBefore(call));
}

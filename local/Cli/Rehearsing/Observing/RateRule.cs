namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>No more changes in any 60 minutes than the guardrails allow; giving back and the next step of a run are not counted.</summary>
internal static class RateRule
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Finds the change that was one too many.</summary>
    public static IEnumerable<Finding> Judge(Observation seen)
    {
        var recent = new Queue<DateTimeOffset>();
        foreach (var call in seen.Effects.Where(e => e.Begins).Select(e => e.Call))
        {
            while (recent.TryPeek(out var first) && call.At - first >= Window)
            {
                recent.Dequeue();
            }

            recent.Enqueue(call.At);
            if (recent.Count > seen.Charter.MaxActionsPerHour)
            {
                yield return new Finding(FindingKind.GuardrailBroken, "actions-per-hour", call, $"{recent.Count} in an hour, {seen.Charter.MaxActionsPerHour} is the most.");
            }
        }
    }
}

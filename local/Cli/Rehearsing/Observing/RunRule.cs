namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>
/// Between two runs on a resource lies its cooldown, and there are only so many of them in 24 hours. What may be the undo
/// of a run, or the next step of it, is no new one.
/// </summary>
internal static class RunRule
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Finds runs that came too soon or too often.</summary>
    public static IEnumerable<Finding> Judge(Observation seen)
    {
        foreach (var runs in seen.Effects.Where(e => e.Begins && e.IsForward).GroupBy(e => e.Call.Target, StringComparer.Ordinal))
        {
            var type = Targets.TypeOf(runs.Key);
            var cooldown = seen.Charter.Cooldowns.GetValueOrDefault(type);
            var most = seen.Charter.MaxRunsPerDay.GetValueOrDefault(type, int.MaxValue);
            var calls = runs.Select(e => e.Call).ToList();
            for (var i = 0; i < calls.Count; i++)
            {
                var call = calls[i];
                if (i > 0 && call.At - calls[i - 1].At < cooldown)
                {
                    yield return new Finding(FindingKind.GuardrailBroken, "cooldown", call, $"The run before was at {calls[i - 1].At:HH:mm:ss}; the cooldown is {cooldown}.");
                }

                var count = calls.Take(i + 1).Count(c => call.At - c.At < Day);
                if (count > most)
                {
                    yield return new Finding(FindingKind.GuardrailBroken, "runs-per-day", call, $"{count} in 24 hours, {most} is the most.");
                }
            }
        }
    }
}

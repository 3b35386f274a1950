namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>
/// One alert is a reason for one more secret of an application and for one new version in a vault. A secret that was taken
/// away again, such as the orphan of an attempt that a kill ended, does not count.
/// </summary>
internal static class CredentialRule
{
    private const string Name = "doubled";

    /// <summary>Finds secrets that were made twice.</summary>
    public static IEnumerable<Finding> Judge(Observation seen)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var call in seen.Effects.Select(e => e.Call))
        {
            var word = call.Path.Split('/')[^1];
            var count = counts.GetValueOrDefault(call.Target);
            if (string.Equals(word, "removePassword", StringComparison.OrdinalIgnoreCase))
            {
                counts[call.Target] = Math.Max(0, count - 1);
            }
            else if (string.Equals(word, "addPassword", StringComparison.OrdinalIgnoreCase) || (Targets.IsVault(call.Host) && call.Method == "PUT"))
            {
                counts[call.Target] = ++count;
                var reasons = DoubledRule.Reasons(seen, call);
                if (count > reasons)
                {
                    yield return new Finding(FindingKind.Doubled, Name, call, $"Made {count} times for {reasons} alerts.");
                }
            }
        }
    }
}

namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>What somebody locked meanwhile is left alone until the lock is gone. Locks are in the call log themselves.</summary>
internal static class LockedRule
{
    private const string Locks = "/providers/microsoft.authorization/locks/";

    /// <summary>Finds changes of locked resources.</summary>
    public static IEnumerable<Finding> Judge(Observation seen)
    {
        var locks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var call in seen.Changes)
        {
            var path = call.Path.ToLowerInvariant();
            var at = path.IndexOf(Locks, StringComparison.Ordinal);
            if (at >= 0)
            {
                if (call.Method == "DELETE")
                {
                    locks.Remove(path);
                }
                else
                {
                    locks[path] = path[..at];
                }
            }
            else if (call.Principal == seen.Charter.Principal
                && locks.Values.FirstOrDefault(scope => path == scope || path.StartsWith(scope + "/", StringComparison.Ordinal)) is { } scope)
            {
                yield return new Finding(FindingKind.GuardrailBroken, "locked", call, $"{scope} had been locked.");
            }
        }
    }
}

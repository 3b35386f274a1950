namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>No capacity beyond the largest that playbooks for its type allow is asked for; giving back may pass through one.</summary>
internal static class CapacityRule
{
    private const int ProviderWord = 6;

    /// <summary>Finds capacities that are too large.</summary>
    public static IEnumerable<Finding> Judge(Observation seen) =>
        from effect in seen.Effects
        where !effect.GivesBack && effect.Call.Capacity is not null
        let words = effect.Call.Target.Split('/')
        where words.Length > ProviderWord + 1
        let most = seen.Charter.MaxCapacity.TryGetValue($"{words[ProviderWord]}/{words[ProviderWord + 1]}", out var found) ? found : int.MaxValue
        where effect.Call.Capacity > most
        select new Finding(FindingKind.GuardrailBroken, "capacity", effect.Call, $"{effect.Call.Capacity} was asked for, {most} is the most.");
}

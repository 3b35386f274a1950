using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Guardrails.Settings;

/// <summary>Reads the sections of <c>guardrails.yaml</c> that say when automation must not act alone.</summary>
internal static class GuardrailPolicies
{
    private const int MaxFailures = 100;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    internal static BudgetSettings ErrorBudget(YamlMap root)
    {
        var fallback = BudgetSettings.Default;
        if (root.Map("errorBudget") is not { } map)
        {
            return fallback;
        }

        var tiers = fallback.Tiers;
        var noService = fallback.NoService;
        if (map.Map("withoutSlo") is { } without)
        {
            tiers = fallback.Tiers.Keys.ToDictionary(t => t, t => without.Enum<Restraint>(t) ?? fallback.Tiers[t], StringComparer.Ordinal);
            noService = without.Enum<Restraint>("noService") ?? noService;
            without.Done();
        }

        var settings = new BudgetSettings(map.Strings("services"), Duration(map, "maxAge", fallback.MaxAge), tiers, noService);
        map.Done();
        return settings;
    }

    internal static BreakerSettings Breaker(YamlMap root)
    {
        var fallback = BreakerSettings.Default;
        if (root.Map("breaker") is not { } map)
        {
            return fallback;
        }

        var settings = new BreakerSettings(
            map.Int("failures", 1, MaxFailures) ?? fallback.Failures, Duration(map, "window", fallback.Window), Duration(map, "openFor", fallback.OpenFor));
        map.Done();
        return settings;
    }

    internal static SpendSettings Spend(YamlMap root)
    {
        var fallback = SpendSettings.Default;
        if (root.Map("dailySpend") is not { } map)
        {
            return fallback;
        }

        var max = map.Number("maxAddedPerHour") ?? fallback.MaxAddedPerHour;
        if (max < 0)
        {
            map.Error("OPS1180", "maxAddedPerHour", "'dailySpend.maxAddedPerHour' must not be below zero; zero lets nothing through that costs more.");
        }

        var currency = map.String("currency") ?? fallback.Currency;
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            map.Error("OPS1179", "currency", $"'{currency}' is no ISO 4217 code; write three capital letters, such as EUR.");
        }

        var settings = new SpendSettings(max, currency, map.Enum<Restraint>("unknownPrice") ?? fallback.UnknownPrice);
        map.Done();
        return settings;
    }

    internal static LoopSettings Loops(YamlMap root)
    {
        var fallback = LoopSettings.Default;
        if (root.Map("loops") is not { } map)
        {
            return fallback;
        }

        var within = Duration(map, "within", fallback.Within);
        var settings = new LoopSettings(
            within,
            map.Int("perResource", 1, GuardrailSections.MaxCount) ?? fallback.PerResource,
            map.Int("perService", 1, GuardrailSections.MaxCount) ?? fallback.PerService);
        if (within * Math.Max(settings.PerResource, settings.PerService) > LoopRule.Memory)
        {
            map.Error("OPS1178", "within", $"'loops.within' times the longer chain must be at most {LoopRule.Memory.TotalHours:0}h: so long runs are remembered.");
        }

        map.Done();
        return settings;
    }

    internal static AskSettings Ask(YamlMap root)
    {
        var fallback = AskSettings.Default;
        if (root.Map("ask") is not { } map)
        {
            return fallback;
        }

        var approvers = map.Strings("approvers");
        if (approvers.Count == 0)
        {
            map.Error("OPS1177", "approvers", "'ask.approvers' must name at least one user or role; otherwise nobody could be asked.");
        }

        var settings = new AskSettings(approvers, Duration(map, "deadline", fallback.Deadline));
        map.Done();
        return settings;
    }

    // Fewer than three in a row is luck.
    internal static int AgreeingRuns(YamlMap root)
    {
        const int fallback = 10;
        if (root.Map("earnedAutonomy") is not { } map)
        {
            return fallback;
        }

        var runs = map.Int("agreeing", 3, 1000) ?? fallback;
        map.Done();
        return runs;
    }

    private static TimeSpan Duration(YamlMap map, string key, TimeSpan fallback)
    {
        if (map.Duration(key) is not { } duration)
        {
            return fallback;
        }

        if (duration < Shortest || duration > Longest)
        {
            map.Error("OPS1178", key, $"'{map.Path}.{key}' must be from 1m to 7d.");
        }

        return duration;
    }
}

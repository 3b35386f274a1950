using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails.Settings;

/// <summary>Reads the sections of <c>guardrails.yaml</c> that say where and how much.</summary>
internal static class GuardrailSections
{
    internal const int MaxCount = 1000;

    internal static IReadOnlyList<string> Scopes(YamlMap root)
    {
        if (!root.Has("scopes"))
        {
            return [AllowedScopesRule.Catalogue];
        }

        var scopes = root.Strings("scopes");
        if (scopes.Count == 0)
        {
            root.Error("OPS1171", "scopes", "'scopes' must name at least one subscription or resource group, or the word catalogue for what services.yaml lists; with none, automation could do nothing.");
        }

        Check(root, "scopes", scopes.Where(s => s != AllowedScopesRule.Catalogue), "OPS1171");
        return scopes;
    }

    internal static OwnThings Own(YamlMap root)
    {
        var breakGlass = root.Strings("breakGlass");
        if (root.Map("own") is not { } map)
        {
            return OwnThings.None with { BreakGlass = breakGlass };
        }

        var own = new OwnThings(Patterns(map, "resources", "OPS1172"), map.Strings("identities"), breakGlass);
        map.Done();
        return own;
    }

    internal static TargetLimits Targets(YamlMap root)
    {
        var fallback = TargetLimits.Default;
        if (root.Map("targets") is not { } map)
        {
            return fallback;
        }

        var (run, runPercent) = Pair(map, "perRun", fallback.PerRun, fallback.PerRunPercent);
        var (service, servicePercent) = Pair(map, "perService", fallback.PerService, fallback.PerServicePercent);
        map.Done();
        return new TargetLimits(run, runPercent, service, servicePercent);
    }

    internal static RunRates RunsPerHour(YamlMap root)
    {
        var fallback = RunRates.Default;
        if (root.Map("runsPerHour") is not { } map)
        {
            return fallback;
        }

        var rates = new RunRates(
            map.Int("perResource", 1, MaxCount) ?? fallback.PerResource,
            map.Int("perService", 1, MaxCount) ?? fallback.PerService,
            map.Int("perPlaybook", 1, MaxCount) ?? fallback.PerPlaybook,
            map.Int("perSubscription", 1, MaxCount) ?? fallback.PerSubscription);
        map.Done();
        return rates;
    }

    internal static ConcurrencyLimits Concurrency(YamlMap root)
    {
        var fallback = ConcurrencyLimits.Default;
        if (root.Map("concurrency") is not { } map)
        {
            return fallback;
        }

        var limits = new ConcurrencyLimits(map.Int("all", 1, MaxCount) ?? fallback.All, map.Int("perService", 1, MaxCount) ?? fallback.PerService);
        map.Done();
        return limits;
    }

    internal static IReadOnlyList<string> Patterns(YamlMap map, string key, string code)
    {
        var patterns = map.Strings(key);
        Check(map, key, patterns, code);
        return patterns;
    }

    private static void Check(YamlMap map, string key, IEnumerable<string> patterns, string code)
    {
        foreach (var pattern in patterns)
        {
            if (ResourcePattern.Check(pattern) is { } problem)
            {
                map.Error(code, key, $"'{pattern}' {problem}.");
            }
        }
    }

    private static (int Count, int Percent) Pair(YamlMap root, string key, int count, int percent)
    {
        if (root.Map(key) is not { } map)
        {
            return (count, percent);
        }

        var pair = (map.Int("count", 1, MaxCount) ?? count, map.Int("percent", 1, 100) ?? percent);
        map.Done();
        return pair;
    }
}

using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails;

/// <summary>Reads <c>guardrails.yaml</c>. What the file leaves out has the default of docs/guardrails.md: no guardrail is off because nobody named it.</summary>
public static class GuardrailReader
{
    /// <summary>Reads it, or returns null after adding every problem to the bag (OPS1101, OPS1131, OPS1171 to OPS1181).</summary>
    public static GuardrailSettings? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = Errors(root);
        CatalogHeader.Check(root, "Guardrails");
        var perHour = root.Int("maxActionsPerHour", 1, 1000);
        Require(root, "maxActionsPerHour");
        var cooldown = root.Duration("minimumCooldown");
        Require(root, "minimumCooldown");
        var (tag, values, resources) = Protected(root);
        var settings = new GuardrailSettings(perHour ?? 1, cooldown ?? TimeSpan.FromDays(1), tag, values)
        {
            Scopes = GuardrailSections.Scopes(root),
            ProtectedResources = resources,
            Own = GuardrailSections.Own(root),
            Targets = GuardrailSections.Targets(root),
            RunsPerHour = GuardrailSections.RunsPerHour(root),
            Concurrency = GuardrailSections.Concurrency(root),
            Freeze = FreezeReader.Read(root),
            ErrorBudget = GuardrailPolicies.ErrorBudget(root),
            Breaker = GuardrailPolicies.Breaker(root),
            Spend = GuardrailPolicies.Spend(root),
            Loops = GuardrailPolicies.Loops(root),
            Ask = GuardrailPolicies.Ask(root),
            AgreeingRuns = GuardrailPolicies.AgreeingRuns(root),
        };
        root.Done();
        return Errors(root) == errors ? settings : null;
    }

    private static int Errors(YamlMap root) => root.Bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);

    private static (string Tag, IReadOnlyList<string> Values, IReadOnlyList<string> Resources) Protected(YamlMap root)
    {
        Require(root, "protected");
        if (root.Map("protected") is not { } map)
        {
            return (string.Empty, [], []);
        }

        var tag = map.RequiredString("tag");
        var values = map.Strings("values");
        if (values.Count == 0)
        {
            map.Error("OPS1131", "values", "'protected.values' must name at least one value; otherwise the tag protects nothing.");
        }

        var resources = GuardrailSections.Patterns(map, "resources", "OPS1172");
        map.Done();
        return (tag, values, resources);
    }

    private static void Require(YamlMap root, string key)
    {
        if (!root.Has(key))
        {
            root.Error("OPS1004", key, $"'{key}' is required: a guardrail that is not set does not guard.");
        }
    }
}

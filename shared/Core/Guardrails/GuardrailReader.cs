using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Guardrails;

/// <summary>Reads <c>guardrails.yaml</c>.</summary>
public static class GuardrailReader
{
    /// <summary>Reads it, or returns null after adding every problem to the bag (OPS1101, OPS1131).</summary>
    public static GuardrailSettings? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = root.Bag.All.Count;
        CatalogHeader.Check(root, "Guardrails");
        var perHour = root.Int("maxActionsPerHour", 1, 1000);
        Require(root, "maxActionsPerHour");
        var cooldown = root.Duration("minimumCooldown");
        Require(root, "minimumCooldown");
        var tag = string.Empty;
        IReadOnlyList<string> values = [];
        if (root.Map("protected") is { } map)
        {
            tag = map.RequiredString("tag");
            values = map.Strings("values");
            if (values.Count == 0)
            {
                map.Error("OPS1131", "values", "'protected.values' must name at least one value; otherwise the tag protects nothing.");
            }

            map.Done();
        }

        Require(root, "protected");
        root.Done();
        return root.Bag.All.Count == errors ? new GuardrailSettings(perHour!.Value, cooldown!.Value, tag, values) : null;
    }

    private static void Require(YamlMap root, string key)
    {
        if (!root.Has(key))
        {
            root.Error("OPS1004", key, $"'{key}' is required: a guardrail that is not set does not guard.");
        }
    }
}

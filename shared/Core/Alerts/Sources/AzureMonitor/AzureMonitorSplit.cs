using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>
/// Splits a body into single alerts: one per element of an array, and one per target. Each has the form in which it would
/// have come alone, so splitting an item again gives that item and its id.
/// </summary>
internal static class AzureMonitorSplit
{
    private const int MaxTargets = 100;

    private static readonly string[] TargetsPath = ["data", "essentials", "alertTargetIDs"];

    public static SplitResult Split(string source, JsonElement body) => AlertSplit.Split(source, body, alert => One(source, alert));

    private static MessageSplit One(string source, JsonElement body)
    {
        if (CheckStructure(body, out var targets) is { } problem)
        {
            return new MessageSplit([], problem, null);
        }

        return targets.Count < 2
            ? MessageSplit.Of(new SplitItem(AzureMonitorId.Of(source, body, targets.FirstOrDefault()), body))
            : MessageSplit.Of(targets.Select(t => new SplitItem(
                AzureMonitorId.Of(source, body, t), JsonRewrite.WithOnly(body, TargetsPath, JsonSerializer.SerializeToElement(t)))));
    }

    private static SplitProblem? CheckStructure(JsonElement body, out IReadOnlyList<string> targets)
    {
        targets = [];
        var root = new JsonFields(body);
        if (root.Find("schemaId") is not { ValueKind: JsonValueKind.String } schema || string.IsNullOrWhiteSpace(schema.GetString()))
        {
            return new SplitProblem("schemaId", $"'schemaId' is required and must be a string, for example '{AzureMonitorSource.CommonSchema}'.", 400);
        }

        // An unknown schema is accepted and kept as a dead letter: the sender cannot mend it, a person here can see it.
        if (!string.Equals(schema.GetString(), AzureMonitorSource.CommonSchema, StringComparison.OrdinalIgnoreCase)
            && !string.Equals(schema.GetString(), AzureMonitorSource.LegacyBudgetSchema, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (root.Find("data") is not { ValueKind: JsonValueKind.Object } data)
        {
            return new SplitProblem("data", "'data' is required and must be an object.", 400);
        }

        if (string.Equals(schema.GetString(), AzureMonitorSource.LegacyBudgetSchema, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (new JsonFields(data).Find("essentials") is not { ValueKind: JsonValueKind.Object } essentials)
        {
            return new SplitProblem("data.essentials", "'data.essentials' is required and must be an object.", 400);
        }

        return ReadTargets(new JsonFields(essentials), out targets);
    }

    private static SplitProblem? ReadTargets(JsonFields essentials, out IReadOnlyList<string> targets)
    {
        const string Field = "data.essentials.alertTargetIDs";
        targets = [];
        switch (essentials.Find("alertTargetIDs"))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.String } one:
                targets = [one.GetString()!];
                return null;
            case { ValueKind: JsonValueKind.Array } many when many.GetArrayLength() <= MaxTargets:
                var index = 0;
                foreach (var target in many.EnumerateArray())
                {
                    if (target.ValueKind != JsonValueKind.String)
                    {
                        return new SplitProblem($"{Field}[{index}]", "A target must be a string.", 400);
                    }

                    index++;
                }

                // ARM ids ignore case; the same target twice is one alert.
                targets = [.. many.EnumerateArray().Select(t => t.GetString()!).Distinct(StringComparer.OrdinalIgnoreCase)];
                return null;
            default:
                return new SplitProblem(Field, $"'{Field}' must be null or a list of at most {MaxTargets} strings.", 400);
        }
    }
}

using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>
/// Splits a body into single alerts: one per element of an array, and one per target. Each has the form in which it would
/// have come alone, so splitting an item again gives that item and its id.
/// </summary>
internal static class AzureMonitorSplit
{
    private const int MaxAlerts = 1000;
    private const int MaxTargets = 100;

    /// <summary>Common-schema payloads stay under 256 KB, says Azure Monitor's documentation; this also fits one row of the ledger.</summary>
    private const int MaxItemLength = 256 * 1024;

    /// <summary>One body of 1 MiB with many targets must not become gigabytes.</summary>
    private const long MaxExpandedLength = 16L * 1024 * 1024;

    public static SplitResult Split(string source, JsonElement body)
    {
        var room = new Room(MaxExpandedLength, MaxAlerts);
        if (body.ValueKind == JsonValueKind.Object)
        {
            var problem = TrySplit(source, body, ref room, out var items);
            return problem is null ? SplitResult.Of(items) : SplitResult.Refuse(problem.Field, problem.Message, problem.Status);
        }

        if (body.ValueKind != JsonValueKind.Array)
        {
            return SplitResult.Refuse("body", "The body must be a JSON object, or an array of them.");
        }

        if (body.GetArrayLength() is 0 or > MaxAlerts)
        {
            return SplitResult.Refuse("body", $"The array must hold 1 to {MaxAlerts} alerts.");
        }

        var byId = new Dictionary<string, SplitItem>(StringComparer.Ordinal);
        var index = 0;
        foreach (var element in body.EnumerateArray())
        {
            var problem = TrySplit(source, element, ref room, out var items);
            foreach (var item in problem is null ? items : [Unparseable(source, element, index, problem)])
            {
                byId.TryAdd(item.Id, item);
            }

            index++;
        }

        return SplitResult.Of([.. byId.Values]);
    }

    private static SplitProblem? TrySplit(string source, JsonElement body, ref Room room, out IReadOnlyList<SplitItem> items)
    {
        items = [];
        if (JsonFlaws.Find(body) is { } flaw)
        {
            return new SplitProblem(flaw.Path, flaw.Message, 400);
        }

        var length = body.GetRawText().Length;
        if (length > MaxItemLength)
        {
            return new SplitProblem("body", $"One alert may have {MaxItemLength / 1024} KiB; this one has {length / 1024}.", 413);
        }

        if (CheckStructure(body, out var targets) is { } problem)
        {
            return problem;
        }

        var count = Math.Max(1, targets.Count);
        room = new Room(room.Characters - ((long)length * count), room.Alerts - count);
        if (room.Characters < 0 || room.Alerts < 0)
        {
            return new SplitProblem(
                "data.essentials.alertTargetIDs",
                $"One alert per target would make more than {MaxAlerts} alerts, or more than {MaxExpandedLength / 1024 / 1024} MiB; send fewer targets at once.",
                413);
        }

        items = targets.Count < 2
            ? [new SplitItem(AzureMonitorId.Of(source, body, targets.FirstOrDefault()), body)]
            : [.. targets.Select(t => new SplitItem(AzureMonitorId.Of(source, body, t), WithTarget(body, t)))];
        return null;
    }

    private static SplitProblem? CheckStructure(JsonElement body, out IReadOnlyList<string> targets)
    {
        targets = [];
        var root = new JsonFields(body);
        if (!root.Exists)
        {
            return new SplitProblem("body", "An alert must be a JSON object.", 400);
        }

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

    private static JsonElement WithTarget(JsonElement body, string target)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Rewrite(writer, body, ["data", "essentials", "alertTargetIDs"], target);
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }

    private static void Rewrite(Utf8JsonWriter writer, JsonElement element, ReadOnlySpan<string> path, string target)
    {
        var names = element.EnumerateObject().Select(p => p.Name).ToArray();
        var name = path[0];
        var actual = names.Contains(name, StringComparer.Ordinal) ? name : Array.Find(names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        writer.WriteStartObject();
        foreach (var property in element.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            if (property.Name != actual)
            {
                property.Value.WriteTo(writer);
            }
            else if (path.Length > 1)
            {
                Rewrite(writer, property.Value, path[1..], target);
            }
            else
            {
                writer.WriteStartArray();
                writer.WriteStringValue(target);
                writer.WriteEndArray();
            }
        }

        writer.WriteEndObject();
    }

    // The beginning is enough for a person to see who sent what.
    private static SplitItem Unparseable(string source, JsonElement element, int index, SplitProblem problem)
    {
        var raw = element.GetRawText();
        var stub = JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unparseable"] = AlertText.Clean(raw, 4096),
        });
        var reason = new DeadLetter($"[{index}].{problem.Field}", problem.Message);
        return new SplitItem(AzureMonitorId.OfRaw(source, Encoding.UTF8.GetBytes(raw)), stub, reason);
    }

    // What one body may still become. A thousand alerts of a hundred targets each must not become a hundred thousand rows.
    private sealed record Room(long Characters, int Alerts);
}

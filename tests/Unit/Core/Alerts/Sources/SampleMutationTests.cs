using System.Text.Json.Nodes;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class SampleMutationTests
{
    private static readonly string?[] Values =
    [
        null, "null", "true", "1e300", "\"\\u0000\\u202e\"", "\"9999-12-31T23:59:59Z\"", "\"arn:aws:x:y:z:w\"", "[[null]]", "{\"a\":[{}]}",
    ];

    public static TheoryData<string> Folders => new("aws", "event-grid", "cost");

    [Theory]
    [MemberData(nameof(Folders))]
    public void Removing_or_retyping_any_field_never_throws_and_ends_as_alerts_or_a_reason(string folder)
    {
        foreach (var name in SampleFiles.Names(folder))
        {
            var sample = SampleFiles.Text(folder, name);
            for (var field = 0; field < Places(JsonNode.Parse(sample)!).Count(); field++)
            {
                foreach (var value in Values)
                {
                    Survives(folder, Mutate(sample, field, value));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Removing_or_retyping_any_field_inside_the_message_never_throws(string folder)
    {
        foreach (var body in SampleFiles.Names(folder).Select(n => JsonNode.Parse(SampleFiles.Text(folder, n))!))
        {
            if (body["Message"]?.GetValue<string>() is not { } message || !message.StartsWith('{'))
            {
                continue;
            }

            for (var field = 0; field < Places(JsonNode.Parse(message)!).Count(); field++)
            {
                foreach (var value in Values)
                {
                    body["Message"] = Mutate(message, field, value);
                    Survives(folder, body.ToJsonString());
                }
            }
        }
    }

    private static void Survives(string folder, string body)
    {
        var (source, json) = (SampleFiles.Source(folder), AzureSamples.Json(body));
        _ = source.Recognises(json);

        // A body that was not split must not throw either.
        _ = source.Normalise(json, Context("al-raw"));
        var split = source.Split(json);
        Assert.True(split.Problem is not null || split.Items.Count > 0);
        foreach (var item in split.Items)
        {
            var result = source.Normalise(item.Body, Context(item.Id));
            Assert.True(result.Alert is not null ^ result.DeadLetter is not null);
            if (result.Alert is { } alert)
            {
                Assert.InRange(alert.Labels.Count, 0, 64);
                Assert.InRange(alert.Summary.Length, 0, 512);
                Assert.True(alert.Status != AlertStatus.Resolved || alert.EndsAt is not null);
                Assert.True(alert.Value is null || double.IsFinite(alert.Value.Value));
            }
        }
    }

    private static IntakeContext Context(string id) => new(id, SampleFiles.Received, $"intake-20261124-0/{id}", ServiceCatalog.Empty);

    private static string Mutate(string sample, int field, string? value)
    {
        var root = JsonNode.Parse(sample)!;
        var (parent, key) = Places(root).ElementAt(field);
        if (value is null)
        {
            parent.Remove(key);
        }
        else
        {
            parent[key] = JsonNode.Parse(value);
        }

        return root.ToJsonString();
    }

    private static IEnumerable<(JsonObject Parent, string Key)> Places(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => new[] { (o, p.Key) }.Concat(Places(p.Value))),
        JsonArray a => a.SelectMany(Places),
        _ => [],
    };
}

using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.AzureMonitor;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class HostileInputTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] Samples = [.. AzureSamples.All.Values];

    // Every JSON type, and the values that parsers fall over.
    private static readonly string[] Hostile =
    [
        "null", "true", "false", "0", "-1", "1e999", "-1e999", "12345678901234567890123456789", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"NaN\"", "\"Infinity\"",
        "\"<script>alert(1)</script>\"", "\"[x](javascript:alert(1)) ${env} {{7*7}}\"", "\"\\r\\nSet-Cookie: a=b\"", "\"\\u202e\\ufeff\"", "[]", "{}", "[null]", "[[[]]]", "[{}]",
        "{\"a\":{\"b\":[1,\"2\",null]}}", "\"{\\\"a\\\":1,\\\"a\\\":2}\"", "\"[[[[\"", "\"P9999999999999999Y\"", "\"9999-12-31T23:59:59Z\"", "\"Sev9\"", "\"/subscriptions/\"",
        "\"/subscriptions/x/resourceGroups//providers/\"", "[\"a\",\"A\",7]", "{\"name\":null,\"value\":{}}",
    ];

    [Fact]
    public void Any_field_with_any_value_never_throws_and_ends_as_alerts_or_a_reason()
    {
        var gen =
            from sample in Gen.Choose(0, Samples.Length - 1)
            from changes in Gen.Choose(1, 3)
            from fields in Gen.ArrayOf(Gen.Choose(0, 10_000), changes)
            from values in Gen.ArrayOf(Gen.Choose(0, Hostile.Length), changes)
            select (sample, fields, values);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(gen.ToArbitrary(), c => Survives(Mutate(Samples[c.sample], c.fields, c.values))));
    }

    [Fact]
    public void Every_field_of_every_sample_with_every_hostile_value_survives()
    {
        foreach (var sample in Samples)
        {
            var fields = Count(JsonNode.Parse(sample)!);
            for (var field = 0; field < fields; field++)
            {
                for (var value = 0; value <= Hostile.Length; value++)
                {
                    Survives(Mutate(sample, [field], [value]));
                }
            }
        }
    }

    [Fact]
    public void Markup_in_a_name_stays_data_and_control_characters_go()
    {
        var body = AzureSamples.Metric(rule: "<img src=x onerror=alert(1)> **bold** \\u0000 [a](http://evil.test)");
        var alert = new AzureMonitorSource().Normalise(AzureSamples.Json(body), Context("al-x")).Alert!;
        Assert.Equal("<img src=x onerror=alert(1)> **bold**   [a](http://evil.test)", alert.Rule);
        Assert.DoesNotContain('\0', alert.Summary);
    }

    [Fact]
    public void A_key_in_two_places_is_never_read_by_chance()
    {
        var letter = new AzureMonitorSource().Normalise(
            AzureSamples.Json(AzureSamples.Metric().Replace("\"severity\":\"Sev1\"", "\"severity\":\"Sev4\",\"severity\":\"Sev0\"", StringComparison.Ordinal)), Context("al-x")).DeadLetter;
        Assert.Equal("data.essentials.severity", letter!.Field);
    }

    private static bool Survives(string body)
    {
        var source = new AzureMonitorSource();
        var reading = IntakeReader.Parse(System.Text.Encoding.UTF8.GetBytes(body));
        if (reading.Problem is { } problem)
        {
            return problem.Message.Length > 0;
        }

        // A raw body must not throw either.
        _ = source.Normalise(reading.Body, Context("al-raw"));
        var split = source.Split(reading.Body);
        Assert.True(split.Problem is not null || split.Items.Count > 0);
        foreach (var item in split.Items)
        {
            var stored = AzureSamples.Json(Redaction.Json(item.Body));
            var result = source.Normalise(stored, Context(item.Id));
            Assert.True(result.Alert is not null ^ result.DeadLetter is not null);
            if (result.Alert is { } alert)
            {
                Assert.InRange(alert.Labels.Count, 0, 64);
                Assert.InRange(alert.Summary.Length, 0, 512);
                Assert.True(alert.StartsAt <= Received.AddMinutes(15));
                Assert.True(alert.Value is null || double.IsFinite(alert.Value.Value));
                Assert.Equal(alert.Fingerprint, OpsJson.Read<Alert>(OpsJson.Write(alert)).Fingerprint);
            }
        }

        return true;
    }

    private static IntakeContext Context(string id) => new(id, Received, $"intake-20261124-0/{id}", ServiceCatalog.Empty);

    private static int Count(JsonNode node) => Places(node).Count();

    private static string Mutate(string sample, int[] fields, int[] values)
    {
        var root = JsonNode.Parse(sample)!;
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Length; i++)
        {
            var places = Places(root).ToArray();
            if (places.Length == 0)
            {
                break;
            }

            var (parent, key) = places[fields[i] % places.Length];
            if (values[i] == Hostile.Length)
            {
                parent.Remove(key);
            }
            else
            {
                // Raw text, so that values that JsonNode would refuse get in.
                marks[$"\"@@{i}@@\""] = Hostile[values[i]];
                parent[key] = $"@@{i}@@";
            }
        }

        return marks.Aggregate(root.ToJsonString(), (text, mark) => text.Replace(mark.Key, mark.Value, StringComparison.Ordinal));
    }

    private static IEnumerable<(JsonObject Parent, string Key)> Places(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => new[] { (o, p.Key) }.Concat(Places(p.Value))),
        JsonArray a => a.SelectMany(Places),
        _ => [],
    };
}

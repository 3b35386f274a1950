using System.Text;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources.Mapped;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources.Mapped;

public sealed class MappedSourceTests
{
    [Fact]
    public void Each_element_of_items_becomes_an_alert_with_every_field_of_the_mapping()
    {
        var alerts = Mappings.Alerts(Mappings.Uptime, Mappings.Body);
        Assert.Equal(2, alerts.Count);
        var shop = alerts[0];
        Assert.Equal(("generic-uptime", "uptime of shop", AlertStatus.Firing, Severity.Sev0), (shop.Source, shop.Rule, shop.Status, shop.Severity));
        Assert.Equal(("shop answered in 912.5 ms", 912.5, 500d, "ms"), (shop.Summary, shop.Value, shop.Threshold, shop.Unit));
        Assert.Equal(("shop-web", (string?)null, "vienna"), (shop.Service, shop.Resource, shop.Labels["site"]));
        Assert.Equal("https://up.example.com/1", shop.Links["check"]);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 59, 0, TimeSpan.Zero), shop.StartsAt);
        Assert.Equal("shop", shop.Signal.Dimensions["item.name"]);

        var pay = alerts[1];
        Assert.Equal((AlertStatus.Resolved, Severity.Sev2, 12d), (pay.Status, pay.Severity, pay.Value));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 59, 0, TimeSpan.Zero), pay.StartsAt);
        Assert.Empty(pay.Links);
        Assert.NotNull(pay.EndsAt);
        Assert.NotEqual(shop.Fingerprint, pay.Fingerprint);
    }

    [Fact]
    public void The_end_of_a_condition_has_the_fingerprint_of_its_beginning_whatever_else_changed()
    {
        var before = Mappings.Alerts(Mappings.Uptime, Mappings.Body)[0];
        var after = Mappings.Alerts(Mappings.Uptime, Mappings.Body.Replace("\"up\":false,\"important\":true,\"ms\":912.5", "\"up\":true,\"important\":false,\"ms\":3", StringComparison.Ordinal))[0];
        Assert.Equal((before.Fingerprint, AlertStatus.Resolved), (after.Fingerprint, after.Status));
        Assert.NotEqual(before.Id, after.Id);
    }

    [Fact]
    public void Text_is_a_target_only_where_the_catalogue_knows_it()
    {
        var known = Mappings.Body.Replace("\"name\":\"shop\"", $"\"name\":\"shop\",\"resource\":\"{AzureSamples.WebSet}\"", StringComparison.Ordinal);
        Assert.Equal(AzureSamples.WebSet.ToLowerInvariant(), Mappings.Alerts(Mappings.Uptime, known)[0].Resource);

        var strange = known.Replace("rg-shop", "rg-other", StringComparison.OrdinalIgnoreCase);
        var alert = Mappings.Alerts(Mappings.Uptime, strange.Replace("\"service\":\"shop-web\"", "\"service\":\"Shop-Web\"", StringComparison.Ordinal))[0];
        Assert.Equal(((string?)null, (string?)null), (alert.Resource, alert.Service));
        Assert.Contains("not in the catalogue and was not taken as a target", alert.Labels["ops.assumed"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"name\":\"shop\"", "\"nam\":\"shop\"", "mapping.rule")]
    [InlineData("\"up\":false", "\"up\":\"no\"", "mapping.status")]
    [InlineData("\"important\":true", "\"important\":7", "mapping.severity")]
    [InlineData("\"ms\":912.5", "\"ms\":[1]", "mapping.summary")]
    [InlineData("\"at\":\"2026-11-24T08:59:00Z\"", "\"at\":\"yesterday\"", "mapping.startsAt")]
    [InlineData("\"ms\":912.5", "\"ms\":\"fast\"", "mapping.value")]
    [InlineData("\"url\":\"https://up.example.com/1\"", "\"url\":{}", "mapping.links.check")]
    [InlineData("\"service\":\"shop-web\"", "\"service\":3", "mapping.service")]
    public void What_fails_is_a_dead_letter_that_names_the_field_and_its_neighbour_survives(string before, string after, string field)
    {
        Assert.Contains(before, Mappings.Body, StringComparison.Ordinal);
        var results = Mappings.All(Mappings.Uptime, Mappings.Body.Replace(before, after, StringComparison.Ordinal));
        Assert.Equal(field, results[0].DeadLetter!.Field);
        Assert.NotNull(results[1].Alert);
    }

    [Fact]
    public void The_reason_says_where_in_the_expression()
    {
        var body = Mappings.Body.Replace("\"name\":\"shop\"", "\"nam\":\"shop\"", StringComparison.Ordinal);
        Assert.Contains("1:21:", Mappings.All(Mappings.Uptime, body)[0].DeadLetter!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"site\":\"x\",\"checks\":[]}", "mapping.items")]
    [InlineData("{\"site\":\"x\",\"checks\":7}", "mapping.items")]
    [InlineData("{\"checks\":[{\"name\":\"a\"}]}", "mapping.recognise")]
    [InlineData("{}", "mapping.items")]
    public void A_body_of_another_shape_is_kept_with_its_reason(string body, string field) =>
        Assert.Equal(field, Assert.Single(Mappings.All(Mappings.Uptime, body)).DeadLetter!.Field);

    [Fact]
    public void Null_in_a_fingerprint_is_refused_for_two_conditions_would_be_one()
    {
        var yaml = Mappings.Header + "rule: body.name\nstatus: '\"firing\"'\nfingerprint: [body.instance]\n";
        Assert.Equal("mapping.fingerprint[0]", Mappings.All(yaml, """{"name":"x","instance":null}""")[0].DeadLetter!.Field);
    }

    [Theory]
    [InlineData("body.checks")]
    [InlineData("body.checks.filter(c, c.name != '')")]
    public void An_item_taken_apart_again_is_that_item_with_its_id(string items)
    {
        var (mapping, _) = Mappings.Read(Mappings.Uptime.Replace("items: body.checks", $"items: {items}", StringComparison.Ordinal));
        var source = new MappedSource(mapping!);
        var split = source.Split(AzureSamples.Json(Mappings.Body)).Items;
        Assert.Equal(2, split.Count);
        foreach (var item in split)
        {
            var again = Assert.Single(source.Split(item.Body).Items);
            Assert.Equal((item.Id, item.Body.GetRawText()), (again.Id, again.Body.GetRawText()));
            Assert.NotNull(source.Normalise(Reading.Stored(item.Body), Reading.Context(item.Id)).Alert);
        }
    }

    [Fact]
    public void The_deepest_body_that_is_read_loses_nothing()
    {
        var deep = string.Concat(Enumerable.Repeat("[", JsonFlaws.MaxDepth - 1)) + string.Concat(Enumerable.Repeat("]", JsonFlaws.MaxDepth - 1));
        var yaml = Mappings.Uptime.Replace("items: body.checks", "items: body.checks.filter(c, true)", StringComparison.Ordinal);
        var results = Mappings.All(yaml, Mappings.Body.Replace("\"site\"", $"\"deep\":{deep},\"site\"", StringComparison.Ordinal));
        Assert.Equal("mapping.items", Assert.Single(results).DeadLetter!.Field);
    }

    [Fact]
    public void A_described_source_is_guessed_like_any_other()
    {
        var sources = Mappings.Sources(Mappings.Uptime);
        Assert.Equal("generic-uptime", sources.Recognising(AzureSamples.Json(Mappings.Body))?.Name);
        Assert.Contains("generic-uptime", sources.Names);
        Assert.Contains("generic-uptime", sources.Guess(AzureSamples.Json(Mappings.Body), "datadog")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_bodies_at_any_field_throw_nothing()
    {
        var (mapping, _) = Mappings.Read(Mappings.Uptime);
        var source = new MappedSource(mapping!);
        var bodies = SampleMutations.Every(Mappings.Body, values: 2).Concat(Enumerable.Range(0, 500).Select(s => SampleMutations.Seeded(Mappings.Body, s)));
        foreach (var body in bodies)
        {
            var reading = IntakeReader.Parse(Encoding.UTF8.GetBytes(body));
            if (reading.Problem is not null)
            {
                continue;
            }

            _ = source.Recognises(reading.Body);
            foreach (var item in source.Split(reading.Body).Items)
            {
                var result = source.Normalise(Reading.Stored(item.Body), Reading.Context(item.Id));
                Assert.True(result.Alert is not null ^ result.DeadLetter is not null);
            }
        }
    }

    [Fact]
    public void A_secret_in_a_label_or_a_fingerprint_is_not_kept()
    {
        const string secret = "AKIAIOSFODNN7EXAMPLE";
        var yaml = Mappings.Header + "rule: body.name\nstatus: '\"firing\"'\nlabels: {apiKey: body.key}\nfingerprint: [body.key]\n";
        var alert = Mappings.Alerts(yaml, $$"""{"name":"x","key":"password={{secret}}"}""")[0];
        Assert.DoesNotContain(secret, OpsAutomation.Core.Records.OpsJson.Write(alert), StringComparison.Ordinal);
    }
}

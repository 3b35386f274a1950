using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.AzureMonitor;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class AzureMonitorSplitTests
{
    private static readonly AzureMonitorSource Source = new();

    [Fact]
    public void An_alert_with_two_targets_becomes_two_alerts()
    {
        var result = Split(AzureSamples.Metric(targets: $"[\"{AzureSamples.WebSet}\",\"{AzureSamples.Site}\"]"));

        Assert.Equal(2, result.Items.Count);
        Assert.Equal(2, result.Items.Select(i => i.Id).Distinct().Count());
        Assert.Equal([AzureSamples.WebSet, AzureSamples.Site], result.Items.Select(i => Essentials(i.Body).GetProperty("alertTargetIDs")[0].GetString()));
        Assert.All(result.Items, i => Assert.Equal("cpu-high", Essentials(i.Body).GetProperty("alertRule").GetString()));
    }

    [Fact]
    public void The_same_target_in_two_spellings_is_one_alert() =>
        Assert.Single(Split(AzureSamples.Metric(targets: $"[\"{AzureSamples.WebSet}\",\"{AzureSamples.WebSet.ToUpperInvariant()}\"]")).Items);

    [Fact]
    public void The_same_body_gives_the_same_ids_and_splitting_an_item_gives_that_item()
    {
        foreach (var sample in AzureSamples.All.Values.Append(AzureSamples.Metric(targets: $"[\"{AzureSamples.WebSet}\",\"{AzureSamples.Site}\"]")))
        {
            var first = Split(sample);
            Assert.Equal(first.Items.Select(i => i.Id), Split(sample).Items.Select(i => i.Id));
            Assert.All(first.Items, i => Assert.Equal(i.Id, Assert.Single(Source.Split(i.Body).Items).Id));
            Assert.All(first.Items, i => Assert.Matches("^al-[a-z2-7]{26}$", i.Id));
        }
    }

    [Fact]
    public void Fired_and_resolved_of_one_alert_are_two_deliveries() =>
        Assert.NotEqual(Split(AzureSamples.Metric()).Items[0].Id, Split(AzureSamples.Metric(condition: "Resolved")).Items[0].Id);

    [Fact]
    public void Every_sample_has_an_id_of_its_own() =>
        Assert.Equal(AzureSamples.All.Count, AzureSamples.All.Values.SelectMany(s => Split(s).Items).Select(i => i.Id).Distinct().Count());

    [Fact]
    public void A_bad_neighbour_in_a_batch_does_not_lose_the_good_ones()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));
        var result = Split($$"""[{{AzureSamples.Metric()}}, {"schemaId":5}, 17, {"a":1,"a":2}, {"x":"\ud800"}, {{deep}}, {{AzureSamples.Budget}}]""");

        Assert.Null(result.Problem);
        Assert.Equal(7, result.Items.Count);
        Assert.Equal([false, true, true, true, true, true, false], result.Items.Select(i => i.Unparseable is not null));
        Assert.Contains("schemaId", result.Items[1].Unparseable!.Field, StringComparison.Ordinal);
        Assert.Contains("twice", result.Items[3].Unparseable!.Reason, StringComparison.Ordinal);
        Assert.Contains("64 levels", result.Items[5].Unparseable!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"alertContext":{"SearchQuery":"x"}}""", "schemaId")]
    [InlineData("""{"schemaId":null}""", "schemaId")]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema"}""", "data")]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema","data":{}}""", "data.essentials")]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertTargetIDs":7}}}""", "data.essentials.alertTargetIDs")]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertTargetIDs":["/subscriptions/1",7]}}}""", "data.essentials.alertTargetIDs[1]")]
    [InlineData("""{"schemaId":"x","schemaId":"y"}""", "schemaId")]
    [InlineData("[]", "body")]
    [InlineData("\"text\"", "body")]
    public void A_body_without_the_structure_is_refused_by_the_name_of_the_field(string body, string field)
    {
        var result = Split(body);
        Assert.Equal(field, result.Problem?.Field);
        Assert.Equal(400, result.Problem?.Status);
        Assert.Empty(result.Items);
    }

    [Fact]
    public void Many_targets_on_a_large_body_are_refused_before_they_become_gigabytes()
    {
        var targets = "[" + string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"/subscriptions/{i}\"")) + "]";
        var result = Split(AzureSamples.Metric(targets: targets, rule: new string('r', 60_000)));
        Assert.Equal(413, result.Problem?.Status);
    }

    [Fact]
    public void An_unknown_schema_is_accepted_to_be_kept_as_a_dead_letter() =>
        Assert.Single(Split("""{"schemaId":"Microsoft.Insights/LogAlert","data":{}}""").Items);

    private static SplitResult Split(string json) => Source.Split(JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 }).RootElement);

    private static JsonElement Essentials(JsonElement body) => body.GetProperty("data").GetProperty("essentials");
}

using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class EverySampleTests
{
    // Bodies that carry no mark of their sender: a ping, and one that its user wrote without any of the usual fields.
    private static readonly string[] Unmarked = ["github-deployment/ping"];

    public static TheoryData<string> Sources => [.. SampleFiles.All.Select(s => s.Source).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_sample_is_recognised_by_its_source_and_no_other(string source)
    {
        foreach (var (_, name, body) in SampleFiles.All.Where(s => s.Source == source && !Unmarked.Contains($"{s.Source}/{s.Name}", StringComparer.Ordinal)))
        {
            var recognised = AlertSources.All.Names.Where(n => Reading.Source(n).Recognises(AzureSamples.Json(body)));

            // An azd hook posts our own deployment event.
            Assert.Equal((name, name == "azd-failure" ? "deployment" : source), (name, Assert.Single(recognised)));
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void An_item_taken_apart_again_is_that_item_with_its_id(string source)
    {
        var sender = Reading.Source(source);
        foreach (var (_, name, body) in SampleFiles.All.Where(s => s.Source == source))
        {
            var items = sender.Split(AzureSamples.Json(body)).Items;
            foreach (var item in items)
            {
                var again = sender.Split(item.Body).Items;
                var same = Assert.Single(again, i => i.Id == item.Id);
                Assert.Equal((name, item.Body.GetRawText()), (name, same.Body.GetRawText()));

                // A state change of CloudWatch is its own form, and the end of an outage comes out of it again: the item beside it.
                Assert.Subset(items.Select(i => i.Id).ToHashSet(StringComparer.Ordinal), again.Select(i => i.Id).ToHashSet(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public void Every_field_of_every_sample_may_be_missing_null_or_something_else()
    {
        foreach (var (source, _, body) in SampleFiles.All)
        {
            foreach (var mutated in SampleMutations.Every(body, values: 1))
            {
                Survives(source, mutated);
            }
        }
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[7,null,\"x\",[]]")]
    [InlineData("{}")]
    [InlineData("{\"alerts\":{},\"messages\":{},\"event\":[],\"deployment\":7,\"version\":\"4\"}")]
    public void What_is_no_alert_at_all_is_refused_or_told(string body)
    {
        foreach (var name in AlertSources.All.Names)
        {
            Survives(name, body);
            Assert.False(Reading.Source(name).Recognises(AzureSamples.Json(body)), name);
        }
    }

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"version\":\"\\ud800\",\"alerts\":[\"\\udc00\"],\"type\":\"\\ud800\",\"id\":\"\\ud800\"}")]
    [InlineData("{\"alert_id\":\"1\",\"alert_id\":\"2\",\"eventType\":1,\"eventType\":2}")]
    [InlineData("[{\"\\ud800\":{\"a\":1,\"a\":2}}]")]
    public void Text_that_is_none_and_keys_that_stand_twice_throw_nowhere(string body)
    {
        using var document = JsonDocument.Parse(body);
        foreach (var name in AlertSources.All.Names)
        {
            var sender = Reading.Source(name);
            Assert.False(sender.Recognises(document.RootElement), name);
            Assert.NotNull(sender.Normalise(document.RootElement, Reading.Context("al-raw")).DeadLetter);
            _ = sender.Split(document.RootElement);
        }
    }

    [Fact]
    public void A_storm_in_one_group_is_taken_whole()
    {
        var body = SampleFiles.Text("alertmanager", "v4-watchdog");
        var one = AzureSamples.Json(body).GetProperty("alerts")[0].GetRawText();
        var many = string.Join(',', Enumerable.Range(0, 3000).Select(i => one.Replace("monitoring/k8s", $"m/{i}", StringComparison.Ordinal)));
        Assert.Equal(3000, Reading.Source("alertmanager").Split(AzureSamples.Json(body.Replace(one, many, StringComparison.Ordinal))).Items.Count);
    }

    [Fact]
    public void A_broken_neighbour_in_a_list_is_told_and_the_others_become_alerts()
    {
        var body = $"[{SampleFiles.Text("slo", "firing")},{{\"a\":1,\"a\":2}},7]";
        var split = Reading.Source("slo").Split(AzureSamples.Json(body));
        Assert.Equal([null, "[1].a", "[2].body"], split.Items.Select(i => i.Unparseable?.Field));
    }

    private static void Survives(string source, string body)
    {
        var sender = Reading.Source(source);
        var reading = IntakeReader.Parse(Encoding.UTF8.GetBytes(body));
        if (reading.Problem is { } problem)
        {
            Assert.NotEmpty(problem.Message);
            return;
        }

        // A raw body must not throw either.
        _ = sender.Recognises(reading.Body);
        _ = sender.Normalise(reading.Body, Reading.Context("al-raw"));
        var split = sender.Split(reading.Body);
        Assert.True(split.Problem is not null || split.Items.Count > 0);
        foreach (var item in split.Items)
        {
            var result = sender.Normalise(Reading.Stored(item.Body), Reading.Context(item.Id));
            Assert.True(result.Alert is not null ^ result.DeadLetter is not null);
            if (result.Alert is { } alert)
            {
                AlertBounds.Hold(alert);
            }
            else
            {
                Assert.NotEmpty(result.DeadLetter!.Field);
                Assert.NotEmpty(result.DeadLetter.Reason);
            }
        }
    }
}

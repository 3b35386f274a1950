using System.Text;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class NearestSourceTests
{
    [Fact]
    public void A_body_posted_to_the_wrong_source_is_told_the_right_one()
    {
        var problem = AlertSources.All.Split(SampleFiles.Source("azure-monitor"), SampleFiles.Json("aws", "alarm-event")).Problem!;
        Assert.Equal("schemaId", problem.Field);
        Assert.EndsWith("This looks like aws; post it to /api/alerts/aws.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_element_of_an_array_that_is_another_senders_is_a_dead_letter_with_the_guess()
    {
        var body = AzureSamples.Json($"[{AzureSamples.Metric()},{SampleFiles.Text("event-grid", "certificate-expired")}]");
        var split = AlertSources.All.Split(SampleFiles.Source("azure-monitor"), body);
        Assert.Equal(2, split.Items.Count);
        Assert.Equal("this looks like event-grid; post it to /api/alerts/event-grid", split.Items[1].Unparseable!.Nearest);
    }

    [Fact]
    public void A_body_that_nobody_recognises_names_the_nearest_source_and_the_field_that_did_not_fit()
    {
        var body = AzureSamples.Json("""{"detail":{},"account":"1","region":"x","resources":[]}""");
        Assert.Equal("the nearest is aws, but 'detail-type' is missing", AlertSources.All.Guess(body, "azure-monitor"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"hello":"world"}""")]
    [InlineData("""{"type":"a","type":"b"}""")]
    public void Where_nothing_is_near_nothing_is_said(string body) => Assert.Null(AlertSources.All.Guess(AzureSamples.Json(body)));

    [Fact]
    public void Every_sample_is_recognised_as_its_senders()
    {
        foreach (var folder in new[] { "aws", "event-grid", "cost" })
        {
            foreach (var name in SampleFiles.Names(folder))
            {
                Assert.Equal(folder, AlertSources.All.Recognising(SampleFiles.Json(folder, name))?.Name);
            }
        }

        foreach (var (name, body) in AzureSamples.All)
        {
            Assert.Equal(("azure-monitor", name), (AlertSources.All.Recognising(AzureSamples.Json(body))?.Name, name));
        }
    }

    [Fact]
    public void A_body_that_is_no_json_is_a_problem_and_no_exception()
    {
        var read = Normalisation.Of(Encoding.UTF8.GetBytes("{"), null, AlertSources.All, ServiceCatalog.Empty, SampleFiles.Received);
        Assert.Equal(("body", false), (read.Problem!.Field, read.IsWell));
    }
}

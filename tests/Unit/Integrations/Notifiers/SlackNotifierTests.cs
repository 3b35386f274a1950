using System.Net;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Notifiers.Slack;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Unit.Integrations.Notifiers;

public sealed class SlackNotifierTests : NotifierExam
{
    protected override string Secret => "T0/B0/s3cr3tPath";

    protected override HttpStatusCode Success => HttpStatusCode.OK;

    protected override INotifier Create(HttpMessageHandler handler) => new SlackNotifier(
        new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan },
        new SlackOptions { WebhookUrl = new Uri($"https://hooks.slack.com/services/{Secret}") },
        Clock);

    [Fact]
    public void Markup_of_an_alert_is_text_in_every_block()
    {
        var message = SlackMessage.Of(Notices.Approval("<!channel> <https://evil.example|click> *bold* @here \u202Egnp.exe"));

        // The only part that Slack reads markup in is the text of notifications, and there it is escaped.
        Assert.Contains("&lt;!channel&gt;", message["text"]!.GetValue<string>());
        Assert.DoesNotContain("mrkdwn", message.ToJsonString());
        Assert.DoesNotContain("\u202E", message.ToJsonString());
        Assert.All(Texts(message["blocks"]!), t => Assert.Contains(t["type"]!.GetValue<string>(), new[] { "text", "plain_text" }));
    }

    [Fact]
    public void It_opens_with_the_headline_and_ends_with_three_buttons_that_only_open_pages()
    {
        var blocks = SlackMessage.Of(Notices.Approval())["blocks"]!.AsArray();

        Assert.Equal("header", blocks[0]!["type"]!.GetValue<string>());
        Assert.Equal(["Review and approve", "Reject", "Open the incident"], blocks[^1]!["elements"]!.AsArray().Select(b => b!["text"]!["text"]!.GetValue<string>()));
        Assert.All(blocks[^1]!["elements"]!.AsArray(), b => Assert.StartsWith("https://ops.example.com/", b!["url"]!.GetValue<string>()));
    }

    [Fact]
    public void A_huge_notice_stays_within_what_Slack_takes()
    {
        var notice = Notices.Approval(new string('x', 5000)) with { Details = [.. Enumerable.Range(0, 500).Select(i => new string('y', 5000))], Headline = new string('z', 5000) };
        var message = SlackMessage.Of(notice);

        Assert.True(message["blocks"]!.AsArray().Count <= 50);
        Assert.All(Texts(message["blocks"]!), t => Assert.True(t["text"]!.GetValue<string>().Length <= 3000));
        Assert.True(message["blocks"]![0]!["text"]!["text"]!.GetValue<string>().Length <= 150);
        Assert.Contains("488 more on the page of the incident.", message.ToJsonString());
    }

    private static IEnumerable<JsonObject> Texts(JsonNode node) => node switch
    {
        JsonObject item when item["text"] is JsonValue => [item],
        JsonObject item => item.Select(p => p.Value).OfType<JsonNode>().SelectMany(Texts),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Texts),
        _ => [],
    };
}

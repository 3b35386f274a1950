using System.Net;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Notifiers.Teams;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Unit.Integrations.Notifiers;

public sealed class TeamsNotifierTests : NotifierExam
{
    protected override string Secret => "s3cr3tPath";

    protected override INotifier Create(HttpMessageHandler handler) => new TeamsNotifier(
        new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan },
        new TeamsOptions { WebhookUrl = new Uri($"https://prod-1.example.com/workflows/{Secret}?sig={Secret}") },
        Clock);

    [Fact]
    public async Task An_old_connector_that_answers_200_with_a_failure_in_its_body_has_not_delivered()
    {
        var delivery = await Send(HttpStatusCode.OK, body: "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x");
        Assert.False(delivery.Delivered);
        Assert.True(delivery.Retry);
        Assert.True((await Send(HttpStatusCode.OK, body: "1")).Delivered);
    }

    [Theory]
    [InlineData("http://example.com/hook")]
    [InlineData("https://user:secret@example.com/hook")]
    public void A_webhook_that_would_show_its_secret_is_refused_without_showing_it(string address)
    {
        var options = new TeamsOptions { WebhookUrl = new Uri(address) };
        var problem = Assert.Single(options.Problems());
        Assert.StartsWith("Teams:WebhookUrl", problem);
        Assert.DoesNotContain("example.com", problem + options);
    }
}

using System.Text.Json;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Alerts.Senders;

public sealed class HandshakeTests
{
    private static readonly Sender Sender = new("event-grid", []) { Scopes = [new ResourcePattern("/subscriptions/1/resourceGroups/rg")], Origins = ["eventgrid.azure.net"] };

    [Theory]
    [InlineData("/subscriptions/1/resourceGroups/rg/providers/Microsoft.EventGrid/topics/t", true)]
    [InlineData("/subscriptions/1/resourceGroups/other/providers/Microsoft.EventGrid/topics/t", false)]
    [InlineData("topic", false)]
    public void The_code_is_for_a_topic_of_the_source(string topic, bool may)
    {
        var question = Question($$$"""[{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","topic":"{{{topic}}}","data":{"validationCode":"c","validationUrl":"https://evil.test"}}]""");

        Assert.Equal(("c", may), (question!.Code, question.IsOf(Sender)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[7]")]
    [InlineData("""[{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","topic":"t","data":7}]""")]
    [InlineData("""[{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","topic":"t","data":{"validationCode":7}}]""")]
    [InlineData("""[{"eventType":"other","topic":"t","data":{"validationCode":"c"}}]""")]
    public void Anything_else_is_no_question(string body) => Assert.Null(Question(body));

    [Theory]
    [InlineData("eventgrid.azure.net", "eventgrid.azure.net")]
    [InlineData("EventGrid.Azure.net", "eventgrid.azure.net")]
    [InlineData("evil.test", null)]
    [InlineData("eventgrid.azure.net.evil.test", null)]
    [InlineData("eventgrid.azure.net, evil.test", null)]
    [InlineData("*", null)]
    public void An_origin_is_answered_when_it_is_on_the_list(string origin, string? answered) =>
        Assert.Equal(answered, CloudEventsHandshake.Allowed(Sender, Proof.Request(headers: [("WebHook-Request-Origin", origin)])));

    [Fact]
    public void Without_an_origin_or_with_two_there_is_no_answer()
    {
        Assert.Null(CloudEventsHandshake.Allowed(Sender, Proof.Request()));
        Assert.Null(CloudEventsHandshake.Allowed(Sender, Proof.Request(headers: [("WebHook-Request-Origin", "eventgrid.azure.net"), ("WebHook-Request-Origin", "eventgrid.azure.net")])));
    }

    private static EventGridHandshake? Question(string body)
    {
        using var document = JsonDocument.Parse(body);
        return EventGridHandshake.Read(document.RootElement.Clone());
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Notifiers.Webhook;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Unit.Integrations.Notifiers;

public sealed class WebhookNotifierTests : NotifierExam
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a key of thirty-two bytes, or so");

    protected override string Secret => "s3cr3tPath";

    protected override INotifier Create(HttpMessageHandler handler) => new WebhookNotifier(
        new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan },
        new WebhookOptions { Url = new Uri($"https://hooks.example.com/{Secret}"), Key = Convert.ToBase64String(Key) },
        Clock);

    [Fact]
    public async Task A_receiver_can_check_the_signature_and_sees_the_same_id_at_every_try()
    {
        var seen = new List<(string Id, string Time, string Signature, string Body)>();
        using var handler = new RecordedHandler(async (request, stop) =>
        {
            string Header(string name) => request.Headers.GetValues(name).Single();
            seen.Add((Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), await request.Content!.ReadAsStringAsync(stop)));
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        });
        var notifier = Create(handler);
        Assert.True((await notifier.SendAsync(Notices.Approval(), default)).Delivered);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await notifier.SendAsync(Notices.Approval(), default)).Delivered);

        Assert.Equal(seen[0].Id, seen[1].Id);
        Assert.NotEqual(seen[0].Signature, seen[1].Signature);
        Assert.All(seen, s => Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"{s.Id}.{s.Time}.{s.Body}"))), s.Signature));
        Assert.Equal("INC-20261124-3fa9c1", JsonNode.Parse(seen[0].Body)!["incident"]!["id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all, but long enough for it")]
    public void A_key_that_is_missing_short_or_no_Base64_is_refused_without_showing_it(string? key)
    {
        var problem = Assert.Single(new WebhookOptions { Url = new Uri("https://hooks.example.com/x"), Key = key }.Problems());
        Assert.StartsWith("Webhook:Key", problem);
        Assert.True(key is null || !problem.Contains(key, StringComparison.Ordinal));
    }
}

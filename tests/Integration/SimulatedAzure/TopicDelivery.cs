using Azure;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using OpsAutomation.SimulatedAzure.Topics;

namespace OpsAutomation.Integration.SimulatedAzure;

public class TopicDelivery
{
    private static readonly Uri Endpoint = new("https://localhost/runtime/webhooks/eventgrid?functionName=AlertReceived");

    [Fact]
    public async Task What_the_real_publisher_sends_is_delivered_in_one_batch()
    {
        await using var shop = new SimulatedShop();
        var subscriber = new Subscriber();
        var topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        await topic.SubscribeAsync(new TopicSubscriptionOptions { Name = "alert-received", Endpoint = Endpoint, MaxEventsPerBatch = 10 }, subscriber);

        await Publisher(shop, topic).SendEventsAsync([Event("a"), Event("b")]);
        await topic.WhenSettledAsync();

        var delivery = Assert.Single(subscriber.Deliveries);
        Assert.Equal("application/cloudevents-batch+json", delivery.MediaType);
        Assert.Equal(["a", "b"], delivery.Ids);
        Assert.Equal(0, topic.Pending);
    }

    [Fact]
    public async Task A_failed_batch_comes_back_whole_after_10_and_30_seconds()
    {
        await using var shop = new SimulatedShop();
        var subscriber = new Subscriber { Answer = number => number < 3 ? 500 : 200 };
        var topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        await topic.SubscribeAsync(new TopicSubscriptionOptions { Name = "s", Endpoint = Endpoint, MaxEventsPerBatch = 10 }, subscriber);
        await Publisher(shop, topic).SendEventsAsync([Event("a"), Event("b")]);
        await topic.WhenSettledAsync();
        Assert.Single(subscriber.Deliveries);

        await AdvanceAsync(shop, topic, 9);
        Assert.Single(subscriber.Deliveries);
        await AdvanceAsync(shop, topic, 1);
        Assert.Equal(2, subscriber.Deliveries.Count);
        await AdvanceAsync(shop, topic, 30);

        Assert.Equal(["a", "b", "a", "b", "a", "b"], subscriber.Ids);
        Assert.Equal(["0", "1", "2"], subscriber.Deliveries.Select(one => one.Count));
        Assert.Equal(0, topic.Pending);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(413)]
    public async Task An_answer_that_forbids_a_retry_dead_letters_at_once(int status)
    {
        await using var shop = new SimulatedShop();
        var subscriber = new Subscriber { Answer = _ => status };
        var topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        await topic.SubscribeAsync(new TopicSubscriptionOptions { Name = "s", Endpoint = Endpoint }, subscriber);

        await Publisher(shop, topic).SendEventAsync(Event("a"));
        await topic.WhenSettledAsync();

        var letter = Assert.Single(topic.DeadLetters);
        Assert.Equal(($"NoRetryAfter{status}", 1), (letter.Reason, letter.Attempts));
        Assert.Contains("\"a\"", letter.Event, StringComparison.Ordinal);
        Assert.Equal(0, topic.Pending);
    }

    [Fact]
    public async Task Attempts_and_age_are_limited()
    {
        await using var shop = new SimulatedShop();
        var subscriber = new Subscriber { Answer = _ => 500 };
        var topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        await topic.SubscribeAsync(new TopicSubscriptionOptions { Name = "few", Endpoint = Endpoint, MaxDeliveryAttempts = 2 }, subscriber);
        await topic.SubscribeAsync(new TopicSubscriptionOptions { Name = "young", Endpoint = Endpoint, EventTimeToLive = TimeSpan.FromMinutes(1) }, subscriber);

        await Publisher(shop, topic).SendEventAsync(Event("a"));
        await topic.WhenSettledAsync();
        await AdvanceAsync(shop, topic, 10);
        await AdvanceAsync(shop, topic, 300);

        Assert.Equal(
            [("few", "MaxDeliveryAttemptsExceeded"), ("young", "TimeToLiveExceeded")],
            topic.DeadLetters.Select(letter => (letter.Subscription, letter.Reason)).Order());
    }

    [Fact]
    public async Task Events_published_while_nobody_listens_wait_in_the_file_across_a_restart()
    {
        await using var shop = new SimulatedShop();
        var down = new Subscriber { Answer = _ => 503 };
        var options = new TopicSubscriptionOptions { Name = "s", Endpoint = Endpoint };
        var topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        await topic.SubscribeAsync(options, down);
        await Publisher(shop, topic).SendEventAsync(Event("a"));
        await topic.WhenSettledAsync();

        await shop.ReopenAsync();
        topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        await Publisher(shop, topic).SendEventAsync(Event("b"));
        Assert.Equal(2, topic.Pending);
        var up = new Subscriber();
        await topic.SubscribeAsync(options, up);
        await topic.WhenSettledAsync();
        await AdvanceAsync(shop, topic, 60);

        Assert.Equal(["b", "a"], up.Ids);
        Assert.Equal(0, topic.Pending);
    }

    [Fact]
    public async Task A_seeded_topic_duplicates_and_reorders_but_loses_nothing()
    {
        await using var shop = new SimulatedShop(seed: 7);
        var subscriber = new Subscriber();
        var topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts", DuplicateProbability = 0.5, Reorder = true });
        await topic.SubscribeAsync(new TopicSubscriptionOptions { Name = "s", Endpoint = Endpoint }, subscriber);
        var ids = Enumerable.Range(0, 20).Select(number => $"e{number:00}").ToList();

        await Publisher(shop, topic).SendEventsAsync(ids.Select(Event));
        await topic.WhenSettledAsync();
        await AdvanceAsync(shop, topic, 60);

        Assert.Equal(ids, subscriber.Ids.Distinct().Order(StringComparer.Ordinal));
        Assert.True(subscriber.Ids.Count > ids.Count);
        Assert.NotEqual(ids, subscriber.Ids.Take(ids.Count));
    }

    [Fact]
    public async Task Event_types_are_filtered_and_Event_Grid_events_can_be_delivered_as_CloudEvents()
    {
        await using var shop = new SimulatedShop();
        var (grid, cloud) = (new Subscriber(), new Subscriber());
        var topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "native", InputSchema = EventSchema.EventGrid });
        await topic.SubscribeAsync(new TopicSubscriptionOptions { Name = "g", Endpoint = Endpoint, DeliverySchema = EventSchema.EventGrid, IncludedEventTypes = ["wanted"] }, grid);
        await topic.SubscribeAsync(new TopicSubscriptionOptions { Name = "c", Endpoint = Endpoint }, cloud);

        await Publisher(shop, topic).SendEventsAsync([
            new EventGridEvent("s", "wanted", "1", new { x = 1 }) { Id = "a", EventTime = shop.Clock.GetUtcNow() },
            new EventGridEvent("s", "other", "1", new { x = 1 }) { Id = "b", EventTime = shop.Clock.GetUtcNow() },
        ]);
        await topic.WhenSettledAsync();

        Assert.Equal(["a"], grid.Ids);
        Assert.Equal(["a", "b"], cloud.Ids);
        Assert.Equal("1.0", cloud.Deliveries[0].Body["specversion"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_endpoint_that_fails_its_handshake_is_not_subscribed()
    {
        await using var shop = new SimulatedShop();
        var cloud = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        var grid = shop.Cloud.CreateTopic(new TopicOptions { Name = "native", InputSchema = EventSchema.EventGrid });

        await Assert.ThrowsAsync<SubscriptionValidationException>(() => cloud.SubscribeAsync(
            new TopicSubscriptionOptions { Name = "s", Endpoint = Endpoint }, new Subscriber { AllowedOrigin = "elsewhere.example" }));
        await Assert.ThrowsAsync<SubscriptionValidationException>(() => grid.SubscribeAsync(
            new TopicSubscriptionOptions { Name = "s", Endpoint = Endpoint, DeliverySchema = EventSchema.EventGrid }, new Subscriber { EchoesCode = false }));
    }

    [Theory]
    [InlineData("""{"anything":1}""", "application/json", 400)]
    [InlineData("""[{"id":"a"}]""", "application/cloudevents-batch+json", 400)]
    [InlineData("""{"id":"a","source":"s","type":"t","specversion":"0.3"}""", "application/cloudevents+json", 400)]
    [InlineData("nonsense", "application/cloudevents+json", 400)]
    [InlineData("""{"id":"a","source":"s","type":"t","specversion":"1.0"}""", "application/cloudevents+json", 200)]
    public async Task The_publish_door_accepts_events_and_refuses_bare_objects(string body, string contentType, int expected)
    {
        await using var shop = new SimulatedShop();
        var topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        using var client = new HttpClient(shop.Cloud.CreateHandler("publisher"));
        using var request = new HttpRequestMessage(HttpMethod.Post, topic.Endpoint) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new(contentType);
        request.Headers.Add("aeg-sas-key", topic.Key);

        using var response = await client.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
        if (expected == 400)
        {
            Assert.Contains("InputJsonInvalid", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorized_and_a_request_over_1_MB_is_too_large()
    {
        await using var shop = new SimulatedShop();
        var topic = shop.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        var wrong = new EventGridPublisherClient(topic.Endpoint, new AzureKeyCredential("wrong"), Options(shop));

        var unauthorized = await Assert.ThrowsAsync<RequestFailedException>(() => wrong.SendEventAsync(Event("a")));
        var large = await Assert.ThrowsAsync<RequestFailedException>(() => Publisher(shop, topic).SendEventAsync(new CloudEvent("s", "t", new { text = new string('x', 1_100_000) })));

        Assert.Equal((401, 413), (unauthorized.Status, large.Status));
    }

    private static async Task AdvanceAsync(SimulatedShop shop, SimulatedTopic topic, int seconds)
    {
        shop.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await topic.WhenSettledAsync();
    }

    private static CloudEvent Event(string id) => new("/tests", "ops.alert", new { id }) { Id = id, Time = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero) };

    private static EventGridPublisherClient Publisher(SimulatedShop shop, SimulatedTopic topic) =>
        new(topic.Endpoint, new AzureKeyCredential(topic.Key), Options(shop));

    private static EventGridPublisherClientOptions Options(SimulatedShop shop) =>
        new() { Transport = shop.Cloud.CreateTransport("publisher"), Retry = { MaxRetries = 0 } };
}

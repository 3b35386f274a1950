using System.Net;
using System.Text;

namespace OpsAutomation.Integration.Runtime.Host;

public sealed class EventGridTests
{
    private const string CloudOne = """{"specversion":"1.0","id":"c1","source":"/s","type":"t","data":{"a":1}}""";
    private const string CloudTwo = """{"specversion":"1.0","id":"c2","source":"/s","type":"t","extra":"x"}""";

    private const string GridOne =
        """{"id":"g1","topic":"/x","subject":"s","eventType":"T","eventTime":"2026-03-14T12:00:00Z","dataVersion":"1","metadataVersion":"1","data":{"a":1}}""";

    private const string GridTwo =
        """{"id":"g2","topic":"/x","subject":"s","eventType":"T","eventTime":"2026-03-14T12:00:00Z","dataVersion":"1","metadataVersion":"1","data":{"a":2}}""";

    [Theory]
    [InlineData("OneCloudEvent", "application/cloudevents+json", CloudOne, "cloud c1 t")]
    [InlineData("OneCloudEvent", "application/cloudevents-batch+json", $"[{CloudOne},{CloudTwo}]", "cloud c1 t;cloud c2 t")]
    [InlineData("OneCloudEvent", "application/json", $"[{CloudOne}]", "cloud c1 t")]
    [InlineData("OneCloudEvent", "application/json", CloudOne, "cloud c1 t")]
    [InlineData("OneGridEvent", "application/json", $"[{GridOne},{GridTwo}]", """grid g1 T {"a":1};grid g2 T {"a":2}""")]
    [InlineData("OneText", "application/json", $"[{GridOne}]", "text True OneText")]
    [InlineData("OneLoose", "application/json", $"[{GridOne}]", "loose g1 s")]
    [InlineData("ManyCloudEvents", "application/cloudevents-batch+json", $"[{CloudOne},{CloudTwo}]", "clouds c1,c2")]
    [InlineData("ManyCloudEvents", "application/cloudevents+json", CloudOne, "clouds c1")]
    [InlineData("ManyGridEvents", "application/json", $"[{GridOne},{GridTwo}]", "grids g1,g2")]
    [InlineData("ManyBinaries", "application/json", $"[{GridOne},{GridTwo}]", "binaries 2")]
    [InlineData("manytexts", "application/json", """[{"a":1},{"b":2}]""", """texts {"a":1}{"b":2}""")]
    public async Task Both_schemas_single_and_batched_reach_the_function(string function, string contentType, string body, string seen)
    {
        await using var host = await HostDriver.StartAsync();

        var answer = await host.DeliverAsync(function, body, contentType);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(seen, string.Join(';', host.Seen.Events));
    }

    [Fact]
    public async Task A_subscription_validation_is_answered_with_its_code()
    {
        await using var host = await HostDriver.StartAsync();

        var answer = await host.DeliverAsync(
            "OneGridEvent",
            """[{"id":"v","topic":"/x","subject":"","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","eventTime":"2026-03-14T12:00:00Z","dataVersion":"2","data":{"validationCode":"512d38b6","validationUrl":"https://e.example"}}]""",
            type: "SubscriptionValidation");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"validationResponse":"512d38b6"}""", await answer.Content.ReadAsStringAsync());
        Assert.Empty(host.Seen.Events);
    }

    [Fact]
    public async Task The_cloud_events_handshake_allows_the_origin()
    {
        await using var host = await HostDriver.StartAsync();
        var path = $"/runtime/webhooks/eventgrid?functionName=OneCloudEvent&code={host.Host.Keys.EventGridKey}";
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");

        var answer = await host.Client.SendAsync(request);
        var without = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, path));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("eventgrid.azure.net", answer.Headers.GetValues("WebHook-Allowed-Origin").Single());
        Assert.Equal("*", answer.Headers.GetValues("WebHook-Allowed-Rate").Single());
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
    }

    [Fact]
    public async Task One_failed_event_fails_the_delivery_but_its_neighbours_still_run()
    {
        await using var host = await HostDriver.StartAsync();
        host.Seen.FailOn = "g1";

        var answer = await host.DeliverAsync("OneGridEvent", $"[{GridOne},{GridTwo}]");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("told to fail", await answer.Content.ReadAsStringAsync());
        Assert.Equal("""grid g2 T {"a":2}""", Assert.Single(host.Seen.Events));
    }

    [Fact]
    public async Task A_malformed_event_is_a_400_with_the_reason_and_its_neighbours_still_run()
    {
        await using var host = await HostDriver.StartAsync();

        var answer = await host.DeliverAsync("OneGridEvent", $$"""[{"id":"bad"},{{GridTwo}}]""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Event 0: it has no subject, no eventType", await answer.Content.ReadAsStringAsync());
        Assert.Single(host.Seen.Events);
    }

    [Theory]
    [InlineData("OneCloudEvent", GridOne, "no specversion")]
    [InlineData("OneCloudEvent", "{", "not valid JSON")]
    [InlineData("OneCloudEvent", "[]", "0 events")]
    [InlineData("OneCloudEvent", "[1]", "not an object")]
    [InlineData("OneCloudEvent", "\"text\"", "must be an event")]
    [InlineData("OneCloudEvent", "", "not valid JSON")]
    [InlineData("OneCloudEvent", """{"specversion":"1.0","id":5,"source":"/s","type":"t"}""", "values are not those of a CloudEvent")]
    [InlineData("OneGridEvent", """{"id":"g","subject":1,"eventType":"T","eventTime":"never","dataVersion":"1","data":null}""", "values are not those of a EventGridEvent")]
    [InlineData("OneLoose", """{"id":{}}""", "values are not those of a LooseEvent")]
    [InlineData("ManyCloudEvents", $"[{CloudOne},{GridOne}]", "Event 1")]
    public async Task What_cannot_be_read_is_a_400_with_the_reason(string function, string body, string reason)
    {
        await using var host = await HostDriver.StartAsync();

        var answer = await host.DeliverAsync(function, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync());
        Assert.Empty(host.Seen.Events);
    }

    [Fact]
    public async Task Deep_nesting_invalid_utf8_and_broken_surrogates_are_400_and_the_host_lives_on()
    {
        await using var host = await HostDriver.StartAsync();
        var path = $"/runtime/webhooks/eventgrid?functionName=OneText&code={host.Host.Keys.EventGridKey}";
        byte[][] bodies =
        [
            Encoding.UTF8.GetBytes(new string('[', 100_000)),
            [(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
            [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'],
            [0, 1, 2],
        ];
        foreach (var body in bodies)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.PostAsync(path, content)).StatusCode);
        }

        var surrogate = await host.DeliverAsync("OneGridEvent", """[{"data":{"validationCode":"\ud800"}}]""", type: "SubscriptionValidation");
        Assert.Equal(HttpStatusCode.BadRequest, surrogate.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await host.DeliverAsync("OneText", "{}")).StatusCode);
    }

    [Fact]
    public async Task Wrong_keys_functions_types_and_media_are_told_apart()
    {
        await using var host = await HostDriver.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.DeliverAsync("OneCloudEvent", CloudOne, key: "wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.DeliverAsync("OneCloudEvent", CloudOne, key: host.Host.Keys.HostKey)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await host.DeliverAsync("OneCloudEvent", CloudOne, key: host.Host.Keys.MasterKey)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.DeliverAsync("Nobody", CloudOne)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.DeliverAsync("Keyed", CloudOne)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.DeliverAsync("", CloudOne)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.DeliverAsync("OneCloudEvent", CloudOne, type: "Strange")).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await host.DeliverAsync("OneCloudEvent", CloudOne, "text/plain")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await host.DeliverAsync("OneCloudEvent", CloudOne, type: null)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await host.DeliverAsync("OneCloudEvent", CloudOne, type: "Unsubscribe")).StatusCode);
        Assert.Equal(2, host.Seen.Events.Count);
    }
}

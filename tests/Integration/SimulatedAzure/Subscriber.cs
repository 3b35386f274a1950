using System.Net;
using System.Text.Json.Nodes;

namespace OpsAutomation.Integration.SimulatedAzure;

/// <summary>An endpoint that passes both handshakes and answers deliveries as the test says.</summary>
internal sealed class Subscriber : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<Received> _received = [];

    public Func<int, int> Answer { get; set; } = _ => 200;

    public string AllowedOrigin { get; set; } = "eventgrid.azure.net";

    public bool EchoesCode { get; set; } = true;

    public IReadOnlyList<Received> Deliveries
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Ids of all events in order of arrival.</summary>
    public IReadOnlyList<string> Ids => [.. Deliveries.SelectMany(one => one.Ids)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Options)
        {
            return new HttpResponseMessage(HttpStatusCode.OK) { Headers = { { "WebHook-Allowed-Origin", AllowedOrigin } } };
        }

        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        if (request.Headers.TryGetValues("aeg-event-type", out var kinds) && kinds.Single() == "SubscriptionValidation")
        {
            var code = EchoesCode ? body[0]!["data"]!["validationCode"]!.GetValue<string>() : "other";
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"validationResponse":"{{code}}"}""") };
        }

        int number;
        lock (_gate)
        {
            _received.Add(new Received(body, request.Content.Headers.ContentType!.MediaType!, request.Headers.GetValues("aeg-delivery-count").Single()));
            number = _received.Count;
        }

        return new HttpResponseMessage((HttpStatusCode)Answer(number));
    }

    internal sealed record Received(JsonNode Body, string MediaType, string Count)
    {
        public IEnumerable<string> Ids => (Body is JsonArray array ? array.Select(one => one!) : [Body]).Select(one => one["id"]!.GetValue<string>());
    }
}

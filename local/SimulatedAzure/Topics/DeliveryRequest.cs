using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>The request that carries a batch to an endpoint.</summary>
internal static class DeliveryRequest
{
    /// <summary>Builds it: Event Grid events always in an array; CloudEvents in an array only when the subscription batches.</summary>
    public static HttpRequestMessage Of(TopicSubscriptionOptions options, IReadOnlyList<Delivery> batch)
    {
        var events = batch.Select(one => EventMapper.To(options.DeliverySchema, one.Event)).ToArray();
        var (body, mediaType) = options switch
        {
            { DeliverySchema: EventSchema.EventGrid } => ((JsonNode)new JsonArray([.. events]), "application/json"),
            { MaxEventsPerBatch: > 1 } => (new JsonArray([.. events]), "application/cloudevents-batch+json"),
            _ => (events[0], "application/cloudevents+json"),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, options.Endpoint)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()))
            {
                Headers = { ContentType = new MediaTypeHeaderValue(mediaType) { CharSet = "utf-8" } },
            },
        };
        request.Headers.Add("aeg-event-type", "Notification");
        request.Headers.Add("aeg-subscription-name", options.Name.ToUpperInvariant());
        request.Headers.Add("aeg-delivery-count", batch.Max(one => one.Attempts).ToString(CultureInfo.InvariantCulture));
        if (options.DeliverySchema == EventSchema.CloudEvents)
        {
            request.Headers.Add("WebHook-Request-Origin", Handshake.Origin);
        }
        else
        {
            request.Headers.Add("aeg-metadata-version", "1");
            request.Headers.Add("aeg-data-version", events[0]["dataVersion"]?.ToString() ?? "");
        }

        return request;
    }
}

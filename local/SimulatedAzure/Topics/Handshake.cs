using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>An endpoint did not prove that it wants events.</summary>
public sealed class SubscriptionValidationException(string message) : Exception(message);

/// <summary>
/// The validation handshakes: a SubscriptionValidationEvent whose code the endpoint echoes, or the OPTIONS request of the CloudEvents
/// abuse protection (Azure docs, "Webhook event delivery").
/// </summary>
internal static class Handshake
{
    /// <summary>Origin that Event Grid names itself by.</summary>
    public const string Origin = "eventgrid.azure.net";

    /// <summary>Asks the endpoint.</summary>
    /// <exception cref="SubscriptionValidationException">It did not answer as it must.</exception>
    public static async Task ValidateAsync(
        HttpMessageInvoker client, TopicSubscriptionOptions options, string topicId, string code, DateTimeOffset now, CancellationToken cancellation)
    {
        using var request = options.DeliverySchema == EventSchema.CloudEvents ? Cloud(options) : Grid(options, topicId, code, now);
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            var reason = options.DeliverySchema == EventSchema.CloudEvents ? CloudProblem(response) : await GridProblem(response, code, cancellation);
            if (reason is not null)
            {
                throw new SubscriptionValidationException($"The endpoint of subscription '{options.Name}' failed its validation: {reason}");
            }
        }
        catch (HttpRequestException e)
        {
            throw new SubscriptionValidationException($"The endpoint of subscription '{options.Name}' could not be reached for its validation: {e.Message}");
        }
    }

    private static HttpRequestMessage Cloud(TopicSubscriptionOptions options)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, options.Endpoint);
        request.Headers.Add("WebHook-Request-Origin", Origin);
        request.Headers.Add("WebHook-Request-Rate", "120");
        return request;
    }

    private static string? CloudProblem(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            return $"OPTIONS was answered {(int)response.StatusCode}.";
        }

        var allowed = response.Headers.TryGetValues("WebHook-Allowed-Origin", out var values) ? string.Join(',', values).Trim() : "";
        return allowed is "*" || allowed.Equals(Origin, StringComparison.OrdinalIgnoreCase) ? null : $"WebHook-Allowed-Origin was '{allowed}'.";
    }

    private static HttpRequestMessage Grid(TopicSubscriptionOptions options, string topicId, string code, DateTimeOffset now)
    {
        var body = new JsonArray(new JsonObject
        {
            ["id"] = code,
            ["topic"] = topicId,
            ["subject"] = "",
            ["data"] = new JsonObject { ["validationCode"] = code },
            ["eventType"] = "Microsoft.EventGrid.SubscriptionValidationEvent",
            ["eventTime"] = Times.Wire(now),
            ["metadataVersion"] = "1",
            ["dataVersion"] = "1",
        });
        var request = new HttpRequestMessage(HttpMethod.Post, options.Endpoint)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("aeg-event-type", "SubscriptionValidation");
        request.Headers.Add("aeg-subscription-name", options.Name.ToUpperInvariant());
        return request;
    }

    private static async Task<string?> GridProblem(HttpResponseMessage response, string code, CancellationToken cancellation)
    {
        if (!response.IsSuccessStatusCode)
        {
            return $"the validation event was answered {(int)response.StatusCode}.";
        }

        try
        {
            var body = JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellation)) as JsonObject;
            var echoed = body?.FirstOrDefault(pair => pair.Key.Equals("validationResponse", StringComparison.OrdinalIgnoreCase)).Value?.ToString();
            return echoed == code ? null : "the validation code was not echoed in validationResponse.";
        }
        catch (JsonException)
        {
            return "the answer to the validation event is not JSON.";
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Runtime.EventGrid;

/// <summary>How an endpoint proves that it wants the events of a subscription.</summary>
internal static class EventGridHandshake
{
    /// <summary>Answers the abuse protection of the CloudEvents webhook specification: any sender that knows the key is welcome, at any rate.</summary>
    internal static Task AllowAsync(HttpContext context)
    {
        var origin = context.Request.Headers["WebHook-Request-Origin"].ToString();
        if (origin.Length == 0)
        {
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The handshake has no WebHook-Request-Origin.");
        }

        context.Response.Headers["WebHook-Allowed-Origin"] = origin;
        context.Response.Headers["WebHook-Allowed-Rate"] = "*";
        context.Response.Headers.Allow = "OPTIONS, POST";
        return Task.CompletedTask;
    }

    /// <summary>Answers the validation event of the Event Grid schema with its code.</summary>
    internal static Task ValidateAsync(HttpContext context, DeliveredEvents delivery)
    {
        if (delivery.Events.Count != 1 || DeliveryReader.ValidationCode(delivery.Events[0]) is not { } code)
        {
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "A validation is one event with data.validationCode.");
        }

        return context.Response.WriteAsJsonAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["validationResponse"] = code });
    }

    /// <summary>Whether the content type is one that deliveries have; none at all counts as JSON.</summary>
    internal static bool IsJson(string? contentType) =>
        string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("application/cloudevents+json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("application/cloudevents-batch+json", StringComparison.OrdinalIgnoreCase)));
}

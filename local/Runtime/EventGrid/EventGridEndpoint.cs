using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Functions;
using OpsAutomation.Runtime.Functions.Invocation;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Runtime.EventGrid;

/// <summary>
/// The webhook that Event Grid delivers to: handshakes of both schemas, single events and batches. It answers 202
/// only after the function is done; any failure is a 500, so that Event Grid delivers again.
/// </summary>
internal sealed class EventGridEndpoint(
    FunctionCatalog catalog,
    FunctionInvoker invoker,
    FunctionKeys keys,
    ILogger logger,
    BackgroundTurns turns,
    CancellationToken stopping)
{
    internal const string Path = "/runtime/webhooks/eventgrid";

    internal void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods(Path, [HttpMethods.Post, HttpMethods.Options], HandleAsync).WithDisplayName("Event Grid");

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (!keys.OpensEventGrid(RequestKey.Of(request)))
        {
            await Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, "A key is needed.", "Send the key as the header x-functions-key, or as the query's code.");
            return;
        }

        var name = request.Query["functionName"].ToString();
        if (name.Length == 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The query has no functionName.");
        }
        else if (catalog.Find(name) is not { Trigger: EventGridFunctionTrigger } function)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is no Event Grid function of that name.");
        }
        else if (HttpMethods.IsOptions(request.Method))
        {
            await EventGridHandshake.AllowAsync(context);
        }
        else
        {
            await ReceiveAsync(context, function);
        }
    }

    private async Task ReceiveAsync(HttpContext context, FunctionEntry function)
    {
        if (!EventGridHandshake.IsJson(context.Request.ContentType))
        {
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "Deliveries are JSON: application/json, application/cloudevents+json or application/cloudevents-batch+json.");
            return;
        }

        DeliveredEvents delivery;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            delivery = DeliveryReader.Read(body.ToArray());
        }
        catch (BadHttpRequestException e)
        {
            await Problem.WriteAsync(context, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The delivery is too large." : "The delivery cannot be read.");
            return;
        }

        if (delivery.Error is { } error)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The delivery cannot be read.", error);
            return;
        }

        // Senders of CloudEvents other than Event Grid set no such header: what they post is a notification.
        switch (context.Request.Headers["aeg-event-type"].ToString())
        {
            case "SubscriptionValidation":
                await EventGridHandshake.ValidateAsync(context, delivery);
                break;
            case "" or "Notification":
                await turns.TakeAsync(
                    async () =>
                    {
                        await NotifyAsync(context, function, delivery.Events);
                        return true;
                    },
                    context.RequestAborted);
                break;
            case "Unsubscribe" or "SubscriptionDeletion":
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                break;
            default:
                await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The aeg-event-type is not known.");
                break;
        }
    }

    // One after the other, and all of them whatever becomes of one: a neighbour must not be lost, nor wait for a redelivery.
    private async Task NotifyAsync(HttpContext context, FunctionEntry function, IReadOnlyList<BinaryData> events)
    {
        var trigger = (EventGridFunctionTrigger)function.Trigger;
        var runs = trigger.IsBatched ? 1 : events.Count;
        var failures = 0;
        string? malformed = null;
        for (var i = 0; i < runs; i++)
        {
            try
            {
                object value = trigger.IsBatched
                    ? EventConversion.ConvertAll(events, trigger.EventType)
                    : EventConversion.Convert(events[i], trigger.EventType, i);
                await invoker.InvokeAsync(function, new FunctionCall(value, stopping));
            }
            catch (MalformedEventException e)
            {
                malformed ??= e.Message;
            }
            catch (Exception)
            {
                failures++;
            }
        }

        if (failures > 0)
        {
            EventGridLog.Failed(logger, function.Name, failures, runs);
            await Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "The function failed; deliver again.");
        }
        else if (malformed is not null)
        {
            EventGridLog.Malformed(logger, function.Name, malformed);
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The delivery cannot be read.", malformed);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Where senders post: checks, splits into single alerts, stores each in the intake ledger, publishes references to our
/// Event Grid topic and answers 202. An answer of success means that every alert is on disk; publishing that fails is
/// made up for by the sweeper.
/// </summary>
public sealed partial class AlertIngress(AlertSources sources, IntakeLedger ledger, AlertPublisher publisher, ILogger<AlertIngress> logger)
{
    /// <summary>Accepts one delivery of a sender.</summary>
    [Function(nameof(AlertIngress))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/alerts/{source}")] HttpRequest request,
        string source,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!sources.TryFind(source, out var sender))
        {
            return Problems.Problem(
                StatusCodes.Status404NotFound, "Unknown source", $"There is no source of that name; known are {string.Join(", ", sources.Names)}.", "source");
        }

        var (bytes, broken) = await JsonBody.ReadBytesAsync(request, cancellationToken);
        if (broken is null && ledger.Recall(sender.Name, bytes.Span) is { } known)
        {
            return JsonBody.Of(new AcceptedAlerts(known), StatusCodes.Status202Accepted);
        }

        var reading = broken is null ? IntakeReader.Parse(bytes) : new IntakeReading(default, broken);
        if (reading.Problem is { } unreadable)
        {
            return Problems.Problem(unreadable.Status, "The body cannot be read", unreadable.Message, unreadable.Field);
        }

        var split = sender.Split(reading.Body);
        if (split.Problem is { } problem)
        {
            return Problems.Problem(problem.Status, "Not an alert of this source", problem.Message, problem.Field);
        }

        IReadOnlyList<StoredReference> stored;
        try
        {
            stored = await ledger.StoreAsync(sender.Name, split.Items, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was promised yet, and what was stored is found again by its id: the sender may come back.
            NotStored(logger, split.Items.Count, e);
            return Problems.Unavailable(request.HttpContext.Response, "The alerts could not be stored; send them again.");
        }

        ledger.Remember(sender.Name, bytes.Span, stored);

        // What was known already is published, or its pointer sees to it.
        PublishedAlert[] fresh = [.. stored.Where(a => !a.Known).Select(a => new PublishedAlert(a.Reference, a.AlertId, sender.Name))];
        var published = await publisher.PublishAsync(fresh, cancellationToken);
        if (!published.Complete)
        {
            PublishLater(logger, fresh.Length - published.Published, published.Failure!);
        }

        return JsonBody.Of(new AcceptedAlerts([.. stored.Select(s => s.AlertId)]), StatusCodes.Status202Accepted);
    }

    [LoggerMessage(2007, LogLevel.Error, "{Count} alerts could not be stored; the sender was told to come back.")]
    private static partial void NotStored(ILogger logger, int count, Exception exception);

    [LoggerMessage(2001, LogLevel.Warning, "{Count} accepted alerts are stored but not yet published ({Failure}); the sweeper publishes them.")]
    private static partial void PublishLater(ILogger logger, int count, string failure);
}

/// <summary>Answer of the intake: the id of every alert that was accepted, in the order of the body.</summary>
/// <param name="Ids">Ids to ask <c>GET /api/alerts/{id}</c> about.</param>
public sealed record AcceptedAlerts(IReadOnlyList<string> Ids);

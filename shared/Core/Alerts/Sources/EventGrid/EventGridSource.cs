using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.EventGrid;

/// <summary>
/// Events that Azure's services raise in Event Grid by themselves, in CloudEvents 1.0 or Event Grid's schema. Events that tell of
/// work and not of trouble (a blob was written) are kept as dead letters with that reason. <c>docs/sources/event-grid.md</c> says
/// what becomes what.
/// </summary>
public sealed class EventGridSource : IAlertSource
{
    private const string Validation = "Microsoft.EventGrid.SubscriptionValidationEvent";

    private static readonly IGridKind[] Kinds =
        [new AvailabilityChangedKind(), new ResourceAnnotatedKind(), new KeyVaultKind(), new VaultAccessKind(), new ResourceOperationKind()];

    private static readonly Dictionary<string, IGridKind> ByType =
        Kinds.SelectMany(k => k.Types.Select(t => (Type: t, Kind: k))).ToDictionary(p => p.Type, p => p.Kind, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public string Name => "event-grid";

    /// <inheritdoc />
    public bool Recognises(JsonElement body) =>
        GridEvent.Read(body) is { } item
        && (item.Type.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase) || (!item.IsCloudEvent && GridEvent.Arm(item.Source) is not null));

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => AlertSplit.Split(Name, body, One);

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (JsonFlaws.Find(item) is { } flaw)
        {
            return NormaliseResult.Dead(new DeadLetter(flaw.Path, flaw.Message));
        }

        if (GridEvent.Read(item) is not { } read)
        {
            var missing = item.ValueKind == JsonValueKind.Object ? GridEvent.Missing(item) : new SplitProblem("body", "An event must be a JSON object.", 400);
            return NormaliseResult.Dead(new DeadLetter(missing.Field, missing.Message));
        }

        if (!ByType.TryGetValue(read.Type, out var kind))
        {
            return NormaliseResult.Dead(NotAnAlert(read));
        }

        return kind.Read(read, Begin(read, context), out var problem) is { } draft ? draft.Complete(Name, context) : NormaliseResult.Dead(problem!);
    }

    private MessageSplit One(JsonElement body)
    {
        if (GridEvent.Read(body) is not { } item)
        {
            var missing = GridEvent.Missing(body);
            return MessageSplit.Refuse(missing.Field, missing.Message);
        }

        // Without the schema: a topic that delivers in both, by mistake, tells of one event.
        var id = item.Id is { } name ? DerivedId.Of(Name, "event", item.Source?.ToLowerInvariant(), name, item.Type.ToLowerInvariant()) : DerivedId.OfContent(Name, body);
        if (!string.Equals(item.Type, Validation, StringComparison.OrdinalIgnoreCase))
        {
            return MessageSplit.Of(new SplitItem(id, body));
        }

        var topic = item.Source ?? "a topic without a name";
        var letter = new DeadLetter("eventType", $"The validation of a subscription of {topic}: a handshake, not an alert.");
        return MessageSplit.Of(new SplitItem(id, body, letter), new SourceHandshake("SubscriptionValidation", topic, item.Data.Text("validationCode", 128)));
    }

    private static AlertDraft Begin(GridEvent item, IntakeContext context)
    {
        var labels = new AlertLabels();
        labels.Add("azure.eventType", item.Type);
        labels.Add("azure.eventSource", item.Source);
        labels.Add("azure.eventSubject", item.Subject);
        labels.Add("azure.eventSchema", item.IsCloudEvent ? "CloudEvents" : "EventGrid");
        if (item.Time is null)
        {
            labels.Assume("the event carries no time that we can read; the time of receipt is taken");
        }

        return new AlertDraft
        {
            Rule = item.Type,
            Status = AlertStatus.Firing,
            Severity = Severity.Sev3,
            Signal = new Signal(SignalKind.Unknown, null, null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
            Resource = GridEvent.Arm(item.Source),
            ResourceField = "subject",
            Labels = labels,
            StartsAt = item.Time ?? context.ReceivedAt,
        };
    }

    private static DeadLetter NotAnAlert(GridEvent item)
    {
        var field = item.IsCloudEvent ? "type" : "eventType";
        if (!item.Type.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase))
        {
            return new DeadLetter(field, $"The event type '{item.Type}' is not one that we know.", NearestName.Of(item.Type, ByType.Keys));
        }

        // Only a type of the same service can be a slip of the pen.
        var service = item.Type[..(item.Type.LastIndexOf('.') + 1)];
        return new DeadLetter(
            field,
            $"'{item.Type}' is not an alert: it tells of work that was done. Leave it out of the event subscription.",
            NearestName.Of(item.Type, ByType.Keys.Where(t => t.StartsWith(service, StringComparison.OrdinalIgnoreCase))));
    }
}

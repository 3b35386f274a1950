using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.Datadog;

/// <summary>
/// Datadog's webhook integration. Its user writes the body, so only the variables' names are a convention; an event is
/// understood when it says which monitor changed how. Source of the names: "Webhooks" in Datadog's documentation.
/// </summary>
public sealed class DatadogSource : IAlertSource
{
    /// <inheritdoc />
    public string Name => "datadog";

    // Its user may have wrapped the fields once; deeper, names as common as these are another sender's (data.essentials.alertId).
    private const int MarkDepth = 2;

    /// <inheritdoc />
    public bool Recognises(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object
        && JsonFlaws.Find(body) is null
        && new DatadogFields(body, MarkDepth) is var fields
        && (fields.Has("alerttransition", "aggregkey", "alertcyclekey") || (fields.Has("alertid", "monitorid") && fields.Has("alerttype", "eventtype")));

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => AlertSplit.Split(
        Name,
        body,
        b => MessageSplit.Of(new SplitItem(
            DerivedId.OfContent(Name, b), b, Repeats: DatadogEvent.At(new DatadogFields(b)) is null ? RepeatPeriod.WithoutTime : RepeatPeriod.WithStart)));

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (JsonFlaws.Find(item) is { } flaw)
        {
            return NormaliseResult.Dead(new DeadLetter(flaw.Path, flaw.Message));
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            return NormaliseResult.Dead(new DeadLetter("body", "An alert must be a JSON object."));
        }

        return DatadogEvent.Read(new DatadogFields(item), context, out var problem) is { } draft ? draft.Complete(Name, context) : NormaliseResult.Dead(problem!);
    }
}

using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.Mapped;

/// <summary>A source that a mapping of the catalogue describes: docs/sources/generic.md.</summary>
/// <param name="mapping">The mapping.</param>
public sealed class MappedSource(SourceMapping mapping) : IAlertSource
{
    /// <inheritdoc />
    public string Name => mapping.Name;

    /// <inheritdoc />
    public bool Recognises(JsonElement body) =>
        mapping.Recognise is { } recognise
        && body.ValueKind == JsonValueKind.Object
        && JsonFlaws.Find(body) is null
        && recognise.Judge(MappingScope.Bind(body)).Holds;

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => AlertSplit.Split(Name, body, b => MappedItem.Take(mapping, Name, b));

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

        if (MappedItem.Open(mapping, item, out var problem) is not { } opened)
        {
            return NormaliseResult.Dead(problem!);
        }

        if (mapping.Recognise?.Judge(MappingScope.Bind(opened.Body, opened.Item, context.ReceivedAt)) is { Holds: false } strange)
        {
            return NormaliseResult.Dead(MappedField.Dead("recognise", strange.Error?.ToString() ?? "the body is not one that this mapping is for"));
        }

        return MappedAlert.Read(mapping, opened.Body, opened.Item, context);
    }
}

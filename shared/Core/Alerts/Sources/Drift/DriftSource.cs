using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;

namespace OpsAutomation.Core.Alerts.Sources.Drift;

/// <summary>
/// Our own event that a resource differs from its declaration, <c>OpsAutomation.Drift.Detected</c>: <c>docs/events.md</c>.
/// One property of one resource is one condition.
/// </summary>
public sealed class DriftSource : IAlertSource
{
    internal const string Type = "OpsAutomation.Drift.Detected";

    private static readonly string[] Severities = ["Sev0", "Sev1", "Sev2", "Sev3", "Sev4"];

    /// <inheritdoc />
    public string Name => "drift";

    /// <inheritdoc />
    public bool Recognises(JsonElement body) => CloudEvent.IsOf(body, Type);

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => CloudEvent.Split(Name, body);

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return CloudEvent.Read(item, Type, out var problem) is { } envelope && Read(envelope, context, out problem) is { } draft
            ? draft.Complete(Name, context)
            : NormaliseResult.Dead(problem!);
    }

    internal static AlertDraft? Read(CloudEvent envelope, IntakeContext context, out DeadLetter? problem)
    {
        var data = envelope.Data;
        var (resourceId, property) = (data.Required("resourceId", 1024), data.Required("property", 256));
        var state = data.Word("state", ["drifted", "restored"]);
        var severity = data.Word("severity", Severities, required: false) ?? "Sev3";
        var (detectedAt, restoredAt) = (data.Time("detectedAt"), data.Time("restoredAt", required: state == "restored"));
        var (expected, actual) = (data.Scalar("expected", 512), data.Scalar("actual", 512));
        var (declaredIn, actor, url) = (data.Optional("declaredIn", 512), data.Optional("actor", 128), data.Optional("url", 2048));
        var service = data.Optional("service", 128);
        problem = data.Problem();
        if (problem is not null)
        {
            return null;
        }

        // What differs may be a secret itself, whatever the property's value looks like.
        var secret = Intake.SecretNames.IsSecret(property);
        (expected, actual) = secret ? (Hidden(expected), Hidden(actual)) : (expected, actual);
        var labels = new AlertLabels();
        labels.Add("drift.property", property);
        labels.Add("drift.expected", expected);
        labels.Add("drift.actual", actual);
        labels.Add("drift.declaredIn", declaredIn);
        labels.Add("actor", actor);
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["property"] = property };
        var resource = CatalogNames.Resource(resourceId, context.Services);
        if (resource is null)
        {
            labels.Add("drift.resource", resourceId);
            labels.Assume("the resource is not in the catalogue and was not taken as a target");
            dimensions["resource"] = Identity.Bounded(resourceId.ToLowerInvariant(), 256);
        }

        return new AlertDraft
        {
            Rule = $"drift of {property}",
            Status = state == "restored" ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = (Severity)Array.IndexOf(Severities, severity),
            Signal = new Signal(SignalKind.Drift, property, null, null, null, null, dimensions),
            Resource = resource,
            ResourceField = "data.resourceId",
            NamedService = CatalogNames.Service(service, context.Services),
            Labels = labels,
            Summary = state == "restored"
                ? $"{property} of {Last(resourceId)} is as declared again"
                : $"{property} of {Last(resourceId)} is {actual ?? "not set"}, declared is {expected ?? "nothing"}{(actor is null ? string.Empty : $"; changed by {actor}")}",
            StartsAt = detectedAt!.Value,
            EndsAt = restoredAt,
            Links = [new("declaration", url)],
        };
    }

    private static string? Hidden(string? value) => value is null ? null : Intake.Redaction.Mark;

    private static string Last(string id) => id.TrimEnd('/') is var trimmed ? trimmed[(trimmed.LastIndexOf('/') + 1)..] : id;
}

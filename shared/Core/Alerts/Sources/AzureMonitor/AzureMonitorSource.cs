using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>
/// Azure Monitor's common alert schema, and the budget notification that is older than it. Source of the fields:
/// "Common alert schema" and "Alert payload samples" in the documentation of Azure Monitor.
/// </summary>
public sealed class AzureMonitorSource : IAlertSource
{
    internal const string CommonSchema = "azureMonitorCommonAlertSchema";
    internal const string LegacyBudgetSchema = "AIP Budget Notification";

    // In the order of asking: a condition type tells more than a service name ("Platform" sends log conditions too).
    private static readonly IAzureAlertKind[] Kinds =
    [
        new AvailabilityKind(), new LogV2Kind(), new MetricKind(), new LogV1Kind(), new ResourceHealthKind(), new ServiceHealthKind(),
        new ActivityLogKind(), new SmartDetectionKind(), new BudgetKind(),
    ];

    /// <inheritdoc />
    public string Name => "azure-monitor";

    /// <inheritdoc />
    public bool Recognises(JsonElement body) =>
        JsonFields.Flawless(body) is { Exists: true } root
        && root.Text("schemaId", 128) is { } schema
        && (string.Equals(schema, CommonSchema, StringComparison.OrdinalIgnoreCase) || string.Equals(schema, LegacyBudgetSchema, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => AzureMonitorSplit.Split(Name, body);

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (JsonFlaws.Find(item) is { } flaw)
        {
            return NormaliseResult.Dead(new DeadLetter(flaw.Path, flaw.Message));
        }

        var root = new JsonFields(item);
        var schema = root.Text("schemaId", 128);
        if (string.Equals(schema, LegacyBudgetSchema, StringComparison.OrdinalIgnoreCase))
        {
            return LegacyBudget.Read(root.Object("data"), context) is { } draft
                ? draft.Complete(Name, context)
                : NormaliseResult.Dead(new DeadLetter("data.BudgetName", "The budget notification names no budget.", "BudgetKind"));
        }

        if (!string.Equals(schema, CommonSchema, StringComparison.OrdinalIgnoreCase))
        {
            return NormaliseResult.Dead(new DeadLetter("schemaId", $"The schema '{schema}' is not one that we know.", NearestSchema(schema)));
        }

        return ReadCommon(new CommonAlert(root.Object("data")), context);
    }

    private NormaliseResult ReadCommon(CommonAlert alert, IntakeContext context)
    {
        var kind = Array.Find(Kinds, k => k.Fits(alert));
        if (kind is null)
        {
            var service = alert.Essentials.Text("monitoringService", 128);
            return NormaliseResult.Dead(new DeadLetter(
                "data.essentials.monitoringService",
                service is null ? "The monitoring service is missing, and the context has no known shape." : $"The monitoring service '{service}' is not one that we know.",
                NearestKind(service, alert)));
        }

        var draft = kind.NeedsEssentials ? EssentialsReader.Strict(alert, context, out var problem) : EssentialsReader.Tolerant(alert, context, out problem);
        if (draft is null)
        {
            return NormaliseResult.Dead(problem!);
        }

        var read = kind.Read(alert, draft, out problem);
        return read is null ? NormaliseResult.Dead(problem!) : read.Complete(Name, context);
    }

    private static string NearestSchema(string? schema) =>
        NearestName.Of(schema, [CommonSchema, LegacyBudgetSchema])
        ?? $"{CommonSchema}: turn on the common alert schema in the receiver of the action group";

    private static string? NearestKind(string? service, CommonAlert alert)
    {
        var names = Kinds.SelectMany(k => k.Services.Select(s => (Service: s, Kind: k.Name))).ToArray();
        if (NearestName.Of(service, names.Select(n => n.Service)) is { } near)
        {
            return $"{near} ({names.First(n => n.Service == near).Kind})";
        }

        return alert.Essentials.Text("signalType", 32) is { } signal ? $"a signal of type '{signal}'" : null;
    }
}

using System.Globalization;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;

namespace OpsAutomation.Core.Alerts.Sources.Slo;

/// <summary>
/// Our own event that an error budget is spent too fast, <c>OpsAutomation.Slo.BurnRate</c>: <c>docs/events.md</c>. A burn
/// rate of 1 spends the whole budget in the objective's period ("Alerting on SLOs" in Google's SRE workbook).
/// </summary>
public sealed class SloSource : IAlertSource
{
    internal const string Type = "OpsAutomation.Slo.BurnRate";

    private static readonly string[] Severities = ["Sev0", "Sev1", "Sev2", "Sev3", "Sev4"];

    /// <inheritdoc />
    public string Name => "slo";

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
        var (slo, service) = (data.Required("slo", 128), data.Required("service", 128));
        var state = data.Word("state", ["firing", "resolved"]);
        var severity = data.Word("severity", Severities);
        var objective = data.Number("objective", 0.5, 0.999999);
        var (rate, threshold) = (data.Number("burnRate", 0, 1_000_000), data.Number("threshold", 0.01, 1_000_000));
        var (window, shortWindow) = (data.Duration("longWindow"), data.Duration("shortWindow", required: false));
        var left = data.Number("budgetRemaining", -1000, 1, required: false);
        var (startsAt, endsAt) = (data.Time("startedAt"), data.Time("endedAt", required: state == "resolved"));
        var (resourceId, url) = (data.Optional("resourceId", 1024), data.Optional("url", 2048));
        problem = data.Problem();
        if (problem is not null)
        {
            return null;
        }

        var labels = new AlertLabels();
        labels.Add("slo", slo);
        labels.Add("service", service);
        labels.Add("objective", Number(objective));
        labels.Add("budgetRemaining", Number(left));
        labels.Add("shortWindow", shortWindow?.ToString("c", CultureInfo.InvariantCulture));
        var resource = CatalogNames.Resource(resourceId, context.Services);
        if (resourceId is not null && resource is null)
        {
            labels.Assume("the resource is not in the catalogue and was not taken as a target");
        }

        return new AlertDraft
        {
            Rule = slo,
            Status = state == "resolved" ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = (Severity)Array.IndexOf(Severities, severity),
            Signal = new Signal(
                SignalKind.SloBurn, "burn rate", null, null, "GreaterThan", window,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = service, ["window"] = window!.Value.ToString("c", CultureInfo.InvariantCulture), ["threshold"] = Number(threshold)! }),
            Resource = resource,
            ResourceField = "data.resourceId",
            NamedService = CatalogNames.Service(service, context.Services),
            Labels = labels,
            Summary = state == "resolved"
                ? $"{slo}: {service} spends its error budget at a normal rate again"
                : $"{slo}: {service} spends its error budget {Number(rate)} times too fast over {Words(window.Value)}, limit {Number(threshold)}{(left is null ? string.Empty : $"; {Number(left * 100)} % of it is left")}",
            Value = rate,
            Threshold = threshold,
            StartsAt = startsAt!.Value,
            EndsAt = endsAt,
            Links = [new("slo", url)],
        };
    }

    private static string? Number(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Words(TimeSpan window) =>
        window.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{window.TotalHours:0.##} h") : string.Create(CultureInfo.InvariantCulture, $"{window.TotalMinutes:0.##} min");
}

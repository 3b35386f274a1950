using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;

namespace OpsAutomation.Core.Alerts.Sources.Ops;

/// <summary>
/// This system's own source: silence of another source, automation that stopped itself, and drills (<c>docs/events.md</c>). It is not among
/// <see cref="AlertSources.All"/>, and <c>sources.yaml</c> may not list it: what it says can only come from inside.
/// </summary>
public sealed class OpsSource : IAlertSource
{
    /// <summary>The name.</summary>
    public const string SourceName = "ops";

    internal const string SilentType = "OpsAutomation.Telemetry.SourceSilent";
    internal const string DrillType = "OpsAutomation.Drill.Synthetic";
    internal const string DrillFailedType = "OpsAutomation.Drill.Failed";
    internal const string OverActionType = "OpsAutomation.Guardrail.OverAction";

    private const string OverActionRule = "automation over-action";

    /// <inheritdoc />
    public string Name => SourceName;

    /// <inheritdoc />
    public bool Recognises(JsonElement body) => CloudEvent.IsOf(body, SilentType) || CloudEvent.IsOf(body, DrillType) || CloudEvent.IsOf(body, DrillFailedType) || CloudEvent.IsOf(body, OverActionType);

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => CloudEvent.Split(Name, body);

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var type = new[] { DrillType, DrillFailedType, OverActionType }.FirstOrDefault(t => CloudEvent.IsOf(item, t)) ?? SilentType;
        return CloudEvent.Read(item, type, out var problem) is { } envelope && Draft(type, envelope.Data, out problem) is { } draft
            ? draft.Complete(Name, context)
            : NormaliseResult.Dead(problem!);
    }

    internal static AlertDraft? Draft(string type, StrictData data, out DeadLetter? problem) => type switch
    {
        DrillType => Drill(data, out problem),
        DrillFailedType => DrillFailed(data, out problem),
        OverActionType => OverAction(data, out problem),
        _ => Silence(data, out problem),
    };

    // One rule for all of them: two breakers that open over the same trouble are one incident.
    internal static AlertDraft? OverAction(StrictData data, out DeadLetter? problem)
    {
        var (guardrail, about) = (data.Word("guardrail", ["breaker", "loop"]), data.Required("about", 1024));
        var (state, why) = (data.Word("state", ["stopped", "let-go"]), data.Required("why", 1024));
        var since = data.Time("stoppedAt");
        var letGoAt = data.Time("letGoAt", required: state == "let-go");
        problem = data.Problem();
        if (problem is not null)
        {
            return null;
        }

        var labels = new AlertLabels();
        labels.Add("guardrail", guardrail);
        return new AlertDraft
        {
            Rule = OverActionRule,
            Status = state == "let-go" ? AlertStatus.Resolved : AlertStatus.Firing,

            // What it acted on has incidents of its own; that it no longer acts is a warning.
            Severity = Severity.Sev2,
            Signal = new Signal(
                SignalKind.OverAction, guardrail, null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal) { ["guardrail"] = guardrail!, ["about"] = about }),
            Resource = null,
            Labels = labels,
            Summary = state == "let-go" ? $"Automation of {about} is let go again" : $"Automation stopped itself ({guardrail}): {why.TrimEnd('.')}",
            StartsAt = since!.Value,
            EndsAt = letGoAt,
        };
    }

    internal static AlertDraft? Drill(StrictData data, out DeadLetter? problem)
    {
        var sentAt = data.Time("sentAt");
        problem = data.Problem();
        if (problem is not null)
        {
            return null;
        }

        var labels = new AlertLabels();
        labels.Add("drill", "true");
        labels.Add(Alert.InformationLabel, "a drill of the alert path");
        return new AlertDraft
        {
            Rule = "synthetic alert",
            Status = AlertStatus.Information,
            Severity = Severity.Sev4,
            Signal = new Signal(SignalKind.Telemetry, "drill", null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
            Resource = null,
            Labels = labels,
            Summary = "Drill: this alert only has to arrive",
            StartsAt = sentAt!.Value,
        };
    }

    // No drill: that people cannot be reached is as real as trouble gets.
    internal static AlertDraft? DrillFailed(StrictData data, out DeadLetter? problem)
    {
        var (drill, why) = (data.Required("drill", 60), data.Required("why", 1024));
        var state = data.Word("state", ["failed", "passed"]);
        var failedAt = data.Time("failedAt");
        var passedAt = data.Time("passedAt", required: state == "passed");
        problem = data.Problem();
        if (problem is not null)
        {
            return null;
        }

        return new AlertDraft
        {
            Rule = $"fire drill {drill}",
            Status = state == "passed" ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = Severity.Sev2,
            Signal = new Signal(
                SignalKind.Telemetry, "fire-drill", null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal) { ["drill"] = drill! }),
            Resource = null,
            Labels = new AlertLabels(),
            Summary = state == "passed" ? $"The fire drill {drill} passed again" : $"The fire drill {drill} failed: {why.TrimEnd('.')}",
            StartsAt = failedAt!.Value,
            EndsAt = passedAt,
        };
    }

    internal static AlertDraft? Silence(StrictData data, out DeadLetter? problem)
    {
        var source = data.Required("source", 60);
        var state = data.Word("state", ["silent", "speaking"]);
        var (expect, rule) = (data.Duration("expect"), data.Optional("rule", 256));
        var (since, heard) = (data.Time("silentSince"), data.Time("lastHeard", required: false));
        var spokeAt = data.Time("spokeAt", required: state == "speaking");
        problem = data.Problem();
        if (problem is not null)
        {
            return null;
        }

        var what = rule is null ? source : $"{rule} of {source}";
        var labels = new AlertLabels();
        labels.Add("telemetry.source", source);
        labels.Add("telemetry.expect", $"{expect!.Value}");
        labels.Add("telemetry.rule", rule);
        return new AlertDraft
        {
            Rule = $"silence of {source}",
            Status = state == "speaking" ? AlertStatus.Resolved : AlertStatus.Firing,

            // As for every other sender: missing telemetry is a warning, for what it watches may be well.
            Severity = Severity.Sev2,
            Signal = new Signal(SignalKind.Telemetry, "heartbeat", null, null, null, expect, new Dictionary<string, string>(StringComparer.Ordinal) { ["source"] = source }),
            Resource = null,
            Labels = labels,
            Summary = state == "speaking"
                ? $"{what} is heard of again"
                : $"Nothing from {what} for longer than {expect.Value}; {(heard is { } last ? $"last heard {last.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "it was never heard of")}. What it watches may fail unseen",
            StartsAt = since!.Value,
            EndsAt = spokeAt,
        };
    }
}

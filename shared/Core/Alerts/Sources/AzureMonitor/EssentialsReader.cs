namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>Reads the essentials, the part that is alike in every kind but budgets, where most of it is null.</summary>
internal static class EssentialsReader
{
    private static readonly Signal NoSignal =
        new(SignalKind.Unknown, null, null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Rule, condition and time must be there: without a rule there is no fingerprint, without a time no order.</summary>
    public static AlertDraft? Strict(CommonAlert alert, IntakeContext context, out DeadLetter? problem)
    {
        var e = alert.Essentials;
        problem = null;
        if (e.Text("alertRule", 260) is null)
        {
            problem = new DeadLetter("data.essentials.alertRule", "The name of the alert rule is missing.");
        }
        else if (Status(e.Text("monitorCondition", 32)) is null)
        {
            problem = new DeadLetter(
                "data.essentials.monitorCondition",
                $"'{e.Text("monitorCondition", 32)}' is neither Fired nor Resolved.",
                NearestName.Of(e.Text("monitorCondition", 32), ["Fired", "Resolved"]));
        }
        else if ((e.Time("firedDateTime") ?? alert.Context.Time("eventTimestamp")) is null)
        {
            problem = new DeadLetter(
                "data.essentials.firedDateTime",
                $"'{e.Text("firedDateTime", 64)}' is not a time that we can read; without it events cannot be put in order.",
                "ISO 8601, for example 2026-11-24T12:13:31.365Z");
        }

        return problem is null ? Tolerant(alert, context, out _) : null;
    }

    /// <summary>Takes what is there and the time of receipt where there is none.</summary>
    public static AlertDraft Tolerant(CommonAlert alert, IntakeContext context, out DeadLetter? problem)
    {
        problem = null;
        var e = alert.Essentials;
        var labels = new AlertLabels();
        labels.Add("azure.monitoringService", e.Text("monitoringService"));
        labels.Add("azure.signalType", e.Text("signalType"));
        labels.Add("azure.alertId", e.Text("alertId"));
        labels.Add("azure.description", e.Text("description"));
        labels.Add("azure.configurationItem", e.List("configurationItems").Select(i => JsonFields.TextOf(i, 512)).FirstOrDefault(i => i is not null));
        labels.AddAll(alert.CustomProperties);

        var severity = ReadSeverity(e.Text("severity", 16));
        if (severity is null)
        {
            labels.Assume("no severity was sent; it was assumed");
        }

        var status = Status(e.Text("monitorCondition", 32)) ?? AlertStatus.Firing;
        var ended = e.Time("resolvedDateTime");
        if (status == AlertStatus.Resolved && ended is null)
        {
            labels.Assume("no resolvedDateTime was sent; the time of receipt is taken");
        }

        return new AlertDraft
        {
            Rule = e.Text("alertRule", 260) ?? "unnamed rule",
            Status = status,
            Severity = severity ?? Severity.Sev3,
            Signal = NoSignal,
            Resource = Target(e, labels),
            Labels = labels,
            StartsAt = e.Time("firedDateTime") ?? alert.Context.Time("eventTimestamp") ?? context.ReceivedAt,
            EndsAt = status == AlertStatus.Resolved ? ended : null,
        };
    }

    /// <summary>The target in lower case when it is an ARM id; anything else is a label only.</summary>
    private static string? Target(JsonFields essentials, AlertLabels labels)
    {
        var target = essentials.List("alertTargetIDs").Select(t => JsonFields.TextOf(t, 4096)).FirstOrDefault(t => t is not null);
        if (target is null)
        {
            return null;
        }

        if (target.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase))
        {
            return target.ToLowerInvariant().TrimEnd('/');
        }

        labels.Add("azure.target", target);
        return null;
    }

    private static AlertStatus? Status(string? condition) => condition?.ToLowerInvariant() switch
    {
        "fired" or "firing" or "activated" => AlertStatus.Firing,
        "resolved" or "deactivated" => AlertStatus.Resolved,
        _ => null,
    };

    private static Severity? ReadSeverity(string? text)
    {
        var digit = text?.StartsWith("Sev", StringComparison.OrdinalIgnoreCase) == true ? text[3..] : text;
        return digit is { Length: 1 } && digit[0] is >= '0' and <= '4' ? (Severity)(digit[0] - '0') : null;
    }
}

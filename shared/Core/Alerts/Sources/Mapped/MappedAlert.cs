using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Alerts.Sources.Mapped;

/// <summary>Makes an alert of one item as its mapping says. Text never becomes a target, whatever the mapping says.</summary>
internal static class MappedAlert
{
    private const int MaxText = 512;
    private const int MaxDimension = 256;
    private const int MaxDimensionName = 128;

    /// <summary>Reads one item, or says which field of the mapping failed.</summary>
    public static NormaliseResult Read(SourceMapping mapping, ExpressionValue body, ExpressionValue item, IntakeContext context)
    {
        var fields = new MappedFields(MappingScope.Bind(body, item, context.ReceivedAt));
        var labels = new AlertLabels();
        var rule = AlertText.Clean(fields.Required("rule", mapping.Rule), MaxText);
        var status = Status(fields, mapping);
        var severity = fields.Severity("severity", mapping.Severity);
        if (severity is null)
        {
            labels.Assume("no severity was given; Sev3 is taken");
        }

        var startsAt = fields.Time("startsAt", mapping.StartsAt);
        if (startsAt is null)
        {
            labels.Assume("no start was given; the time of receipt is taken");
        }

        foreach (var (name, expression) in mapping.Labels)
        {
            labels.AddSenders(name, fields.Scalar($"labels.{name}", expression));
        }

        if (rule.Length == 0)
        {
            fields.Fail("rule", "it gives a text without a visible character");
        }

        var draft = new AlertDraft
        {
            Rule = rule,
            Status = status,
            Severity = severity ?? Severity.Sev3,
            Signal = new Signal(SignalKind.External, null, null, null, null, null, Dimensions(fields, mapping)),
            Resource = Resource(fields.Text("resource", mapping.Resource), context, labels),
            ResourceField = "mapping.resource",
            NamedService = Service(fields.Text("service", mapping.Service), context, labels),
            Labels = labels,
            Summary = Filled(fields.Text("summary", mapping.Summary)),
            Value = fields.Number("value", mapping.Value),
            Threshold = fields.Number("threshold", mapping.Threshold),
            Unit = Filled(fields.Text("unit", mapping.Unit)) is { } unit ? AlertText.Clean(unit, 32) : null,
            StartsAt = startsAt ?? context.ReceivedAt,
            EndsAt = fields.Time("endsAt", mapping.EndsAt),
            Links = [.. mapping.Links.Select(l => new KeyValuePair<string, string?>(l.Key, fields.Text($"links.{l.Key}", l.Value)))],
        };
        return fields.Problem is { } problem ? NormaliseResult.Dead(problem) : draft.Complete(mapping.Name, context);
    }

    private static AlertStatus Status(MappedFields fields, SourceMapping mapping)
    {
        switch (fields.Required("status", mapping.Status))
        {
            case "firing":
                return AlertStatus.Firing;
            case "resolved":
                return AlertStatus.Resolved;
            case "information":
                return AlertStatus.Information;
            case var other:
                fields.Fail("status", $"'{AlertText.Clean(other, 64)}' is none of firing, resolved, information");
                return AlertStatus.Information;
        }
    }

    // The expression is the dimension's name: whoever reads the alert sees what tells it from others.
    private static Dictionary<string, string> Dimensions(MappedFields fields, SourceMapping mapping)
    {
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < mapping.Fingerprint.Count; i++)
        {
            var field = $"fingerprint[{i}]";
            if (fields.Scalar(field, mapping.Fingerprint[i]) is { } value)
            {
                dimensions[Identity.Bounded(mapping.Fingerprint[i].Source.Trim(), MaxDimensionName)] = Identity.Bounded(Redaction.Text(value), MaxDimension);
            }
            else
            {
                // Two conditions that share "nothing" would be one, and one of them left unattended.
                fields.Fail(field, "it gives null, which tells no condition from another");
            }
        }

        return dimensions;
    }

    private static string? Resource(string? text, IntakeContext context, AlertLabels labels)
    {
        var known = CatalogNames.Resource(text, context.Services);
        if (!string.IsNullOrWhiteSpace(text) && known is null)
        {
            labels.Assume("the resource is not in the catalogue and was not taken as a target");
        }

        return known;
    }

    private static string? Service(string? text, IntakeContext context, AlertLabels labels)
    {
        var known = CatalogNames.Service(text, context.Services);
        if (!string.IsNullOrWhiteSpace(text) && known is null)
        {
            labels.Assume("the service is not in the catalogue");
        }

        return known;
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

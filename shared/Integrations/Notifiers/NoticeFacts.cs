using System.Globalization;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Integrations.Notifiers;

/// <summary>What every channel tells of a notice, as labels and raw texts; each channel escapes and cuts them in its own way.</summary>
internal static class NoticeFacts
{
    /// <summary>What broke, how badly, since when, and whom it is for.</summary>
    public static IEnumerable<(string Label, string Text)> OfIncident(Notice notice)
    {
        var incident = notice.Incident;
        yield return ("Incident", $"{incident.Id}: {incident.Title}");
        yield return ("Severity", $"{incident.Severity}, {Words(incident.Status.ToString())}");
        if (notice.Route is { } route)
        {
            yield return (notice.Urgency == Urgency.Page ? "Page" : "Ticket, for working hours", WithoutWord(route));
        }

        if (incident.Service is { } service)
        {
            yield return ("Service", service);
        }

        if (incident.Resource is { } resource)
        {
            yield return ("Resource", resource[(resource.LastIndexOf('/') + 1)..]);
        }

        yield return ("Since", Spans.Since(incident.StartedAt, notice.At));
        if (notice.InHand is { } hand)
        {
            yield return ("In hand", hand);
        }
    }

    /// <summary>What guards the target, risk, cost and undo of a plan.</summary>
    public static IEnumerable<(string Label, string Text)> OfPlan(ActionPlan plan, Risk? risk)
    {
        if (plan.ProtectedBy is { } guard)
        {
            yield return ("Protected by", guard);
        }

        if (risk is { } level)
        {
            yield return ("Risk", Risky(level));
        }

        yield return ("Cost", plan.CostPerHourDelta switch
        {
            null => "no price is known",
            0 => "no change",
            var cost => string.Create(CultureInfo.InvariantCulture, $"{cost:+0.000;-0.000} {plan.Currency ?? string.Empty} per hour"),
        });
        yield return ("Undo", plan.Reversibility switch
        {
            Reversibility.Reversible => plan.Inverse?.Summary ?? "the prior state is kept",
            Reversibility.NoLastingChange => "nothing to undo, it leaves no lasting change",
            _ => "not possible; it needs two people",
        });
    }

    /// <summary>Everything but the commands, line by line, for a channel that has no parts of its own.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="arrow">What stands between before and after.</param>
    public static IEnumerable<(string? Label, string Text)> Lines(Notice notice, string arrow)
    {
        yield return (null, notice.Headline);
        if (notice.Deadline is { } deadline)
        {
            yield return ("Decide", Spans.Until(deadline, notice.At));
        }

        foreach (var (label, text) in OfIncident(notice))
        {
            yield return (label, text);
        }

        foreach (var detail in notice.Details)
        {
            yield return (null, detail);
        }

        if (notice.Plan is not { } plan)
        {
            yield break;
        }

        yield return ("Plan", plan.Summary);
        foreach (var (field, before, after) in Changes(plan))
        {
            yield return (field, $"{before} {arrow} {after}");
        }

        foreach (var (label, text) in OfPlan(plan, notice.Risk))
        {
            yield return (label, text);
        }
    }

    /// <summary>What changes: the fields of before and after, by name; "-" where one side has none.</summary>
    public static IEnumerable<(string Field, string Before, string After)> Changes(ActionPlan plan) => plan.Before.Keys
        .Union(plan.After.Keys, StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(f => (f, plan.Before.GetValueOrDefault(f, "-"), plan.After.GetValueOrDefault(f, "-")));

    /// <summary>The lines of commands; empty where there are none.</summary>
    public static string[] Commands(string? commands) =>
        (commands ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // "Page: ana (…), because …" stands beside the word already.
    private static string WithoutWord(string route)
    {
        var colon = route.IndexOf(": ", StringComparison.Ordinal);
        return colon is > 0 and < 10 ? route[(colon + 2)..] : route;
    }

    // AwaitingApproval reads "awaiting approval".
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : string.Empty) + char.ToLowerInvariant(c) : c.ToString()));

    private static string Risky(Risk risk) => risk switch
    {
        Risk.Low => "low, a mistake costs money or minutes",
        Risk.Medium => "medium, a mistake is felt by users for a short time",
        _ => "high, a mistake is an outage or hard to undo",
    };
}

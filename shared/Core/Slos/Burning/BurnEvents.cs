using System.Globalization;
using System.Text.Json;
using System.Xml;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;
using OpsAutomation.Core.Slos.Definitions;

namespace OpsAutomation.Core.Slos.Burning;

/// <summary>Writes the event <c>OpsAutomation.Slo.BurnRate</c> (<c>docs/events.md</c>). Its id follows from what it says, so saying it twice is one alert.</summary>
public static class BurnEvents
{
    /// <summary>The source of alerts that reads it.</summary>
    public const string Source = "slo";

    /// <summary>What a rule that began or ended says.</summary>
    /// <param name="slo">The objective.</param>
    /// <param name="turn">What began or ended.</param>
    /// <param name="budgetRemaining">Share of the budget that is left; null where it is not known.</param>
    public static JsonElement Of(Slo slo, BurnTurn turn, double? budgetRemaining)
    {
        ArgumentNullException.ThrowIfNull(slo);
        ArgumentNullException.ThrowIfNull(turn);
        var (rule, state) = (turn.Reading.Rule, turn.EndedAt is null ? "firing" : "resolved");
        return CloudEventText.Write(
            "/opsautomation/slos",
            string.Create(CultureInfo.InvariantCulture, $"{state}-{slo.Name}-{rule.Key}-{turn.StartedAt.ToUnixTimeMilliseconds()}"),
            "OpsAutomation.Slo.BurnRate",
            turn.EndedAt ?? turn.StartedAt,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["slo"] = slo.Name,
                ["service"] = slo.Service,
                ["objective"] = slo.Objective,
                ["state"] = state,
                ["severity"] = rule.Severity.ToString(),
                ["burnRate"] = Math.Round(Math.Clamp(turn.Reading.LongRate ?? 0, 0, 1_000_000), 3),
                ["threshold"] = rule.Limit,
                ["longWindow"] = XmlConvert.ToString(rule.Long),
                ["shortWindow"] = XmlConvert.ToString(rule.Short),
                ["budgetRemaining"] = budgetRemaining is { } left ? Math.Round(Math.Clamp(left, -1000, 1), 4) : null,
                ["startedAt"] = CloudEventText.Time(turn.StartedAt),
                ["endedAt"] = turn.EndedAt is { } ended ? CloudEventText.Time(ended) : null,
            });
    }
}

using System.Globalization;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>Says a condition in words, for the summary of an alert.</summary>
internal static class ConditionText
{
    /// <summary>For example <c>cpu-high: Percentage CPU (Average) is 93.5, above 80, on vmss-shop-web</c>.</summary>
    public static string Of(AlertDraft draft, string observed, double? value, double? threshold, bool dynamicThreshold)
    {
        var text = $"{draft.Rule}: {observed}";
        if (draft.Status == AlertStatus.Resolved)
        {
            text += " is back to normal";
        }
        else if (value is { } v)
        {
            text += $" is {Number(v)}";
        }

        if (draft.Status == AlertStatus.Firing && (threshold is not null || dynamicThreshold))
        {
            text += $", {Words(draft.Signal.Operator)} {(dynamicThreshold ? "its learned range" : Number(threshold!.Value))}";
        }

        return draft.Resource is { } resource ? $"{text}, on {resource[(resource.LastIndexOf('/') + 1)..]}" : text;
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Words(string? op) => op switch
    {
        "GreaterThan" => "above",
        "GreaterThanOrEqual" => "at or above",
        "LessThan" => "below",
        "LessThanOrEqual" => "at or below",
        _ => "against",
    };
}

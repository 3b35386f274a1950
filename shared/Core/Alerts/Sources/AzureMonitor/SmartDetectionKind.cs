using System.Globalization;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>Smart detection of Application Insights: an unusual pattern, with the detected and the usual value in words.</summary>
internal sealed class SmartDetectionKind : IAzureAlertKind
{
    public string Name => "smart detection";

    public IReadOnlyList<string> Services { get; } = ["SmartDetector", "Smart Detector"];

    public bool Fits(CommonAlert alert) => alert.ServiceIs(Services) || alert.Context.Find("SmartDetectorId") is not null;

    public AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem)
    {
        problem = null;
        var context = alert.Context;
        var detector = context.Text("SmartDetectorId", 128) ?? context.Text("SmartDetectorName", 128);
        draft.Labels.Add("azure.detected", context.Text("DetectedValue", 128));
        draft.Labels.Add("azure.normal", context.Text("NormalValue", 128));
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (detector is not null)
        {
            dimensions["detector"] = detector;
        }

        var (value, unit) = Measure(context.Text("DetectedValue", 64));
        return draft with
        {
            Signal = new Signal(SignalKind.SmartDetection, detector, null, null, null, null, dimensions),
            Value = value,
            Unit = unit,
            Summary = $"{draft.Rule}: {context.Text("DetectionSummary") ?? context.Text("SmartDetectorName") ?? "an unusual pattern"}",
        };
    }

    // "0.45 sec" is a value and a unit; anything else stays a label.
    private static (double? Value, string? Unit) Measure(string? text)
    {
        var parts = text?.Split(' ', 3) ?? [];
        return parts.Length is 1 or 2 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? (value, parts.Length == 2 ? parts[1] : null)
            : (null, null);
    }
}

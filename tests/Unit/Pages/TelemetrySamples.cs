using OpsAutomation.Core.Telemetry;
using OpsAutomation.Core.Telemetry.Drills;
using OpsAutomation.Pages.Telemetry;

namespace OpsAutomation.Unit.Pages;

/// <summary>A page with every state that a source can have, and an outage.</summary>
internal static class TelemetrySamples
{
    public static TelemetryPageModel Page(string text) => new(
        PageSamples.Context(30),
        new TelemetryReport(
            PageSamples.At(30),
            [
                new("alertmanager", "silent", PageSamples.At(2), 600, text, PageSamples.At(1), PageSamples.At(1)),
                new("aws", "waiting", null, 3600, null, null, null),
                new(text, "heard", PageSamples.At(29), null, null, null, null),
                new("slo", "quiet", null, null, null, null, null),
            ],
            new SyntheticReport(
                300,
                true,
                PageSamples.At(20),
                text,
                0.995,
                60,
                28,
                DrillFigures.Of([DrillHour.Empty.With([Outcome(true, 20, "In time."), Outcome(false, null, text)], 3)], DrillObjective.Default),
                [Outcome(false, null, text), Outcome(true, 20, "In time.")])));

    private static DrillOutcome Outcome(bool good, double? took, string reason) => new("al-1", PageSamples.At(20), good, took, reason);
}

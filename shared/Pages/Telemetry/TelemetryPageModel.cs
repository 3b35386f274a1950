using OpsAutomation.Core.Telemetry;
using OpsAutomation.Pages.Rendering;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Pages.Telemetry;

/// <summary>Which sources speak, and whether alerts get through.</summary>
/// <param name="Context">What every page knows.</param>
/// <param name="Report">What is known.</param>
public sealed record TelemetryPageModel(PageContext Context, TelemetryReport Report)
{
    /// <summary>What is expected of a source, in words.</summary>
    public static string Expectation(SourceTelemetry source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.ExpectSeconds is { } seconds
            ? $"{(source.Rule is { } rule ? $"“{PlainText.Plain(rule)}”" : "anything")} every {ReadersWords.Duration(TimeSpan.FromSeconds(seconds))}"
            : "nothing";
    }

    /// <summary>A latency class, in words.</summary>
    public static string Within(double? milliseconds) => milliseconds is { } bound
        ? bound < 1000 ? FormattableString.Invariant($"within {bound:0} ms") : FormattableString.Invariant($"within {bound / 1000:0.#} s")
        : "not known";
}

using System.Globalization;
using System.Text.Json;
using System.Xml;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;

namespace OpsAutomation.Core.Alerts.Sources.Ops;

/// <summary>Writes the events that <see cref="OpsSource"/> reads. Ids follow from what they say, so saying it twice is one alert.</summary>
public static class OpsEvents
{
    private const string HeartbeatsSource = "/opsautomation/heartbeats";
    private const string DrillsSource = "/opsautomation/drills";
    private const string GuardrailsSource = "/opsautomation/guardrails";

    /// <summary>A source has been silent for longer than is normal.</summary>
    /// <param name="source">The source.</param>
    /// <param name="expected">What is normal.</param>
    /// <param name="since">Since when its silence counts.</param>
    /// <param name="lastHeard">When it was heard of last, or null.</param>
    /// <param name="now">The time.</param>
    public static JsonElement Silent(string source, Heartbeat expected, DateTimeOffset since, DateTimeOffset? lastHeard, DateTimeOffset now) =>
        Silence(source, expected, "silent", since, lastHeard, null, now);

    /// <summary>A source that was silent is heard of again, or need not be heard of any more.</summary>
    /// <param name="source">The source.</param>
    /// <param name="expected">What is normal.</param>
    /// <param name="since">Since when its silence counted, as it was said in <see cref="Silent"/>.</param>
    /// <param name="at">When the silence ended.</param>
    /// <param name="now">The time.</param>
    public static JsonElement Speaking(string source, Heartbeat expected, DateTimeOffset since, DateTimeOffset at, DateTimeOffset now) =>
        Silence(source, expected, "speaking", since, null, at, now);

    /// <summary>Automation stopped itself: a breaker opened, or a loop was refused.</summary>
    /// <param name="stop">What was stopped.</param>
    /// <param name="now">The time.</param>
    public static JsonElement Stopped(AutomationStop stop, DateTimeOffset now) => Stop(stop, null, now);

    /// <summary>What was stopped works again.</summary>
    /// <param name="stop">What was stopped, as it was said in <see cref="Stopped"/>.</param>
    /// <param name="at">When it was let go.</param>
    /// <param name="now">The time.</param>
    public static JsonElement LetGo(AutomationStop stop, DateTimeOffset at, DateTimeOffset now) => Stop(stop, at, now);

    private static JsonElement Stop(AutomationStop stop, DateTimeOffset? letGoAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(stop);
        var state = letGoAt is null ? "stopped" : "let-go";
        return CloudEventText.Write(
            GuardrailsSource,
            string.Create(CultureInfo.InvariantCulture, $"{state}-{stop.Guardrail}-{stop.About}-{stop.Since.ToUnixTimeMilliseconds()}"),
            OpsSource.OverActionType,
            now,
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["guardrail"] = stop.Guardrail,
                ["about"] = stop.About,
                ["state"] = state,
                ["why"] = stop.Why,
                ["stoppedAt"] = CloudEventText.Time(stop.Since),
                ["letGoAt"] = letGoAt is { } at ? CloudEventText.Time(at) : null,
            });
    }

    /// <summary>A synthetic alert.</summary>
    /// <param name="number">Which one; the same number is the same alert.</param>
    /// <param name="sentAt">When it is sent.</param>
    public static JsonElement Drill(long number, DateTimeOffset sentAt) => CloudEventText.Write(
        DrillsSource,
        string.Create(CultureInfo.InvariantCulture, $"drill-{number}"),
        OpsSource.DrillType,
        sentAt,
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["sentAt"] = CloudEventText.Time(sentAt) });

    /// <summary>The alert of a fire drill: a synthetic one, of which people are told besides.</summary>
    /// <param name="id">Id of the drill's run; the same id is the same alert.</param>
    /// <param name="sentAt">When it is sent.</param>
    public static JsonElement FireDrill(string id, DateTimeOffset sentAt) => CloudEventText.Write(
        DrillsSource, id, OpsSource.DrillType, sentAt, new Dictionary<string, string?>(StringComparer.Ordinal) { ["sentAt"] = CloudEventText.Time(sentAt) });

    /// <summary>A fire drill failed, or a later one of the same name passed.</summary>
    /// <param name="drill">Name of the drill.</param>
    /// <param name="failedAt">When it failed; the same moment is the same failure.</param>
    /// <param name="why">What went wrong.</param>
    /// <param name="passedAt">When a later one passed; null where it failed.</param>
    /// <param name="now">The time.</param>
    public static JsonElement DrillFailed(string drill, DateTimeOffset failedAt, string why, DateTimeOffset? passedAt, DateTimeOffset now) => CloudEventText.Write(
        DrillsSource,
        string.Create(CultureInfo.InvariantCulture, $"{(passedAt is null ? "failed" : "passed")}-{drill}-{failedAt.ToUnixTimeMilliseconds()}"),
        OpsSource.DrillFailedType,
        now,
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["drill"] = drill,
            ["state"] = passedAt is null ? "failed" : "passed",
            ["why"] = why,
            ["failedAt"] = CloudEventText.Time(failedAt),
            ["passedAt"] = passedAt is { } at ? CloudEventText.Time(at) : null,
        });

    private static JsonElement Silence(
        string source, Heartbeat expected, string state, DateTimeOffset since, DateTimeOffset? lastHeard, DateTimeOffset? spokeAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return CloudEventText.Write(
            HeartbeatsSource,
            string.Create(CultureInfo.InvariantCulture, $"{state}-{source}-{since.ToUnixTimeMilliseconds()}"),
            OpsSource.SilentType,
            now,
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["source"] = source,
                ["state"] = state,
                ["expect"] = XmlConvert.ToString(expected.Expect),
                ["rule"] = expected.Rule,
                ["silentSince"] = CloudEventText.Time(since),
                ["lastHeard"] = lastHeard is { } heard ? CloudEventText.Time(heard) : null,
                ["spokeAt"] = spokeAt is { } spoke ? CloudEventText.Time(spoke) : null,
            });
    }
}

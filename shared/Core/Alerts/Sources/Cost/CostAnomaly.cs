using System.Globalization;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;

namespace OpsAutomation.Core.Alerts.Sources.Cost;

/// <summary>
/// Our own event <c>OpsAutomation.Cost.AnomalyDetected</c>, checked against <c>docs/schemas/cost-anomaly.schema.json</c>. It is
/// ours, so its data is read strictly: unknown fields are wrong too.
/// </summary>
internal sealed record CostAnomaly
{
    /// <summary>Type of the event.</summary>
    public const string Type = "OpsAutomation.Cost.AnomalyDetected";

    private const int MaxCauses = 20;
    private const double Cent = 0.01;
    private const double Most = 1e15;

    private static readonly string[] States = ["Firing", "Resolved"];

    public required CloudEvent Envelope { get; init; }

    public required string Series { get; init; }

    public required string Scope { get; init; }

    public required string Detector { get; init; }

    public string? Service { get; init; }

    public string? Resource { get; init; }

    public required string Currency { get; init; }

    public required double Expected { get; init; }

    public required double Actual { get; init; }

    public required double Delta { get; init; }

    public required double Score { get; init; }

    public required bool Resolved { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public required IReadOnlyList<(string Dimension, string Value, double Share)> Causes { get; init; }

    /// <summary>Reads an event, or tells everything that does not fit.</summary>
    public static CostAnomaly? Read(JsonElement item, out DeadLetter? problem)
    {
        if (CloudEvent.Read(item, Type, out problem) is not { } envelope)
        {
            return null;
        }

        var data = envelope.Data;
        var (series, scope, detector) = (data.Required("series", 256), data.Required("scope", 1024), data.Required("detector", 128));
        var (service, resource, currency) = (data.Optional("service", 60), data.Optional("resource", 1024), data.Required("currency", 16));
        var (expected, actual) = (data.Number("expected", -Most, Most), data.Number("actual", -Most, Most));
        var (delta, score) = (data.Number("delta", -Most, Most), data.Number("score", -Most, Most));
        var resolved = data.Word("status", States, required: false) == "Resolved";
        var window = data.Object("window");
        var (start, end) = (window?.Time("start"), window?.Time("end"));
        var causes = data.Objects("rootCauses", MaxCauses)
            .Select(c => (Dimension: c.Required("dimension", 64), Value: c.Required("value", 256), Share: c.Number("share", 0, 1) ?? 0))
            .ToArray();
        if (resource?.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) == false)
        {
            data.Bad("resource", "it must be an ARM id");
        }

        if (currency.Length > 0 && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
        {
            data.Bad("currency", "it must be a code of ISO 4217, for example EUR");
        }

        if (Math.Abs((actual - expected - delta) ?? 0) > Cent)
        {
            data.Bad("delta", string.Create(CultureInfo.InvariantCulture, $"it must be actual minus expected, {actual - expected:0.##}; it is {delta:0.##}"));
        }

        if (start >= end)
        {
            window!.Bad("end", "it must be after the start");
        }

        problem = data.Problem();
        return problem is not null ? null : new CostAnomaly
        {
            Envelope = envelope,
            Series = series,
            Scope = scope,
            Detector = detector,
            Service = service,
            Resource = resource,
            Currency = currency,
            Expected = expected!.Value,
            Actual = actual!.Value,
            Delta = delta!.Value,
            Score = score!.Value,
            Resolved = resolved,
            Start = start!.Value,
            End = end!.Value,
            Causes = causes,
        };
    }
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>Holds nothing back: it only tells, for classification, which services spend an error budget too fast.</summary>
public sealed class SloRule : IStandingRule
{
    /// <inheritdoc/>
    public bool Withdraws => false;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now) => null;

    /// <inheritdoc/>
    public IEnumerable<ClimateFact> FactsOf(string scope, FingerprintState known, string? incidentId)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (known.Newest is { Signal.Kind: SignalKind.SloBurn, Service: { } service, Value: { } rate } alert)
        {
            yield return ClimateFact.Of(
                ClimateRows.Partition,
                ClimateRows.Slo(service, alert.Fingerprint, scope),
                new ClimateSloBurn(alert.Labels.GetValueOrDefault("slo") ?? alert.Rule, rate, known.Since ?? alert.StartsAt));
        }
    }
}

using Azure.Monitor.Query;
using Azure.Monitor.Query.Models;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integrations.Monitoring;

/// <summary>Reads metric signals again through Azure Monitor. Other signals are unknown, and say why.</summary>
/// <param name="client">The metrics client, without retries of its own.</param>
/// <param name="clock">Decides what is complete and what is stale, and times the read.</param>
/// <param name="timeout">How long a read may take.</param>
public sealed class MetricSignalReader(MetricsQueryClient client, TimeProvider clock, TimeSpan timeout) : ISignalReader
{
    /// <inheritdoc/>
    public async Task<SignalReading> ReadAsync(Alert alert, DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (SignalRules.Unreadable(alert) is { } why)
        {
            return Unknown(why);
        }

        var now = clock.GetUtcNow();
        var (from, to) = SignalRules.Span(alert.Signal, now);
        var (result, failure) = await AskAsync(alert, from, to, cancellationToken);
        return result is null ? Unknown(failure!) : Read(alert, result, notBefore, now);
    }

    /// <inheritdoc/>
    public async Task<SignalHistory> HistoryAsync(Alert alert, TimeSpan span, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (SignalRules.Unreadable(alert) is { } why)
        {
            return new SignalHistory([], why);
        }

        var now = clock.GetUtcNow();
        var (result, failure) = await AskAsync(alert, now - span, now, cancellationToken);
        return Series(alert, result) is { } series
            ? new SignalHistory([.. MetricValues.Of(series, SignalRules.Aggregation(alert.Signal)!).Select(m => new SignalSample(m.Start, m.Value))], $"{alert.Signal.Name}, minute by minute.")
            : new SignalHistory([], failure ?? "Azure Monitor's answer does not hold one series of the metric.");
    }

    private async Task<(MetricsQueryResult? Result, string? Failure)> AskAsync(Alert alert, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var answer = await TypedAnswers.ReadAsync(
                () => client.QueryResourceAsync(alert.Resource!, [alert.Signal.Name!], Query(alert.Signal, from, to), either.Token));
            return (answer.Value, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"The metric was not answered in {timeout.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (ArmFailure.Of(e, clock) is { } failure)
        {
            return (null, $"The metric could not be read. {failure.Reason}");
        }
    }

    private static MetricTimeSeriesElement? Series(Alert alert, MetricsQueryResult? result) =>
        result?.Metrics.FirstOrDefault(m => string.Equals(m.Name, alert.Signal.Name, StringComparison.OrdinalIgnoreCase)) is { Error: null, TimeSeries: [var only] } ? only : null;

    private static MetricsQueryOptions Query(Signal signal, DateTimeOffset from, DateTimeOffset to)
    {
        var options = new MetricsQueryOptions
        {
            TimeRange = new QueryTimeRange(from, to),
            Granularity = TimeSpan.FromMinutes(1),
            MetricNamespace = signal.Namespace,
            Filter = DimensionFilter.Of(signal.Dimensions),
        };
        options.Aggregations.Add(Enum.Parse<MetricAggregationType>(SignalRules.Aggregation(signal)!));
        return options;
    }

    private static SignalReading Read(Alert alert, MetricsQueryResult result, DateTimeOffset? notBefore, DateTimeOffset now)
    {
        var metric = result.Metrics.FirstOrDefault(m => string.Equals(m.Name, alert.Signal.Name, StringComparison.OrdinalIgnoreCase));
        if (metric is null)
        {
            return Unknown("Azure Monitor's answer does not hold the metric.");
        }

        if (metric.Error is { } error)
        {
            return Unknown($"Azure Monitor could not read the metric in full: {error.Code}.");
        }

        if (result.Granularity is { } grain && grain != TimeSpan.FromMinutes(1))
        {
            return Unknown($"Azure Monitor answered in grains of {grain}, not in minutes.");
        }

        return metric.TimeSeries.Count switch
        {
            0 => Unknown("The metric has no values for these dimensions."),
            1 => SignalRules.Judge(alert, MetricValues.Of(metric.TimeSeries[0], SignalRules.Aggregation(alert.Signal)!), notBefore, now),
            var several => Unknown($"The metric has {several} series, and the alert does not say which one is meant."),
        };
    }

    private static SignalReading Unknown(string reason) => new(SignalState.Unknown, null, null, reason);
}

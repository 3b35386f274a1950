using System.Text.Json;
using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integrations.Monitoring.Objectives;

/// <summary>Sends each query to whoever can answer it; what goes wrong there is a failure in the answer, in a sentence without secrets.</summary>
/// <param name="metrics">Azure Monitor metrics.</param>
/// <param name="logs">Log Analytics.</param>
/// <param name="prometheus">Prometheus; null where none is set up.</param>
/// <param name="timeout">How long a read may take.</param>
/// <param name="clock">Times the read.</param>
internal sealed class SliReaders(AzureMetricSli metrics, AzureLogsSli logs, PrometheusSli? prometheus, TimeSpan timeout, TimeProvider clock) : ISliReader
{
    /// <inheritdoc/>
    public async Task<SliAnswer> ReadAsync(SliQuery query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var timer = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return query.Source switch
            {
                SliSource.AzureMetric => await metrics.ReadAsync(query, from, to, either.Token),
                SliSource.AzureLogs => await logs.ReadAsync(query, from, to, either.Token),
                _ when prometheus is null => new SliAnswer([], "No Prometheus is set up; Ops:PrometheusAddress names one."),
                _ => await prometheus.ReadAsync(query, from, to, either.Token),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SliAnswer([], FormattableString.Invariant($"The source did not answer in {timeout.TotalSeconds:0} seconds."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return new SliAnswer([], $"The source could not be read: {e.GetType().Name}.");
        }
        catch (Exception e) when (ArmFailure.Of(e, clock) is { } failure)
        {
            return new SliAnswer([], $"The source could not be read. {failure.Reason}");
        }
    }
}

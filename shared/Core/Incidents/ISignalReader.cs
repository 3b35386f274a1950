using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Incidents;

/// <summary>Reads the signal of an alert again. Never throws for a failed read: that is <see cref="SignalState.Unknown"/> with its reason.</summary>
public interface ISignalReader
{
    /// <summary>Reads the newest complete window of the signal.</summary>
    /// <param name="alert">The alert whose signal, resource, operator and threshold are meant.</param>
    /// <param name="notBefore">Data older than this is stale (after an action: the end of the operation).</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<SignalReading> ReadAsync(Alert alert, DateTimeOffset? notBefore, CancellationToken cancellationToken);

    /// <summary>Reads the values of the signal over a time that has passed, minute by minute; a reader that cannot says so.</summary>
    /// <param name="alert">The alert whose signal and resource are meant.</param>
    /// <param name="span">How far back.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<SignalHistory> HistoryAsync(Alert alert, TimeSpan span, CancellationToken cancellationToken) =>
        Task.FromResult(new SignalHistory([], "The values of this signal cannot be read."));
}

/// <summary>The values of a signal over a time that has passed.</summary>
/// <param name="Points">The values in order; empty when there are none or they cannot be read.</param>
/// <param name="Reason">What was read, or why nothing could be.</param>
public sealed record SignalHistory(IReadOnlyList<SignalSample> Points, string Reason);

/// <summary>One value of a signal.</summary>
/// <param name="At">The minute.</param>
/// <param name="Value">The value in the metric's unit.</param>
public sealed record SignalSample(DateTimeOffset At, double Value);

/// <summary>What the signal says now.</summary>
/// <param name="State">Healthy, firing or unknown.</param>
/// <param name="Value">The value in the metric's unit, or null.</param>
/// <param name="At">The minute of the newest data point used, or null.</param>
/// <param name="Reason">How it was judged, in a sentence: value, operator, threshold, window.</param>
public sealed record SignalReading(SignalState State, double? Value, DateTimeOffset? At, string Reason);

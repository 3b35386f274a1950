namespace OpsAutomation.Core.Backtests;

/// <summary>The time of a backtest: it stands where the run put it.</summary>
internal sealed class BacktestClock : TimeProvider
{
    /// <summary>The time now; never goes back.</summary>
    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Moves on; a time that has passed changes nothing.</summary>
    public void MoveTo(DateTimeOffset time) => Now = time > Now ? time : Now;
}

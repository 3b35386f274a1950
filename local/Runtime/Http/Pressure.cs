namespace OpsAutomation.Runtime.Http;

/// <summary>How many requests are being served: what tells that callers wait, and that work behind them had better wait too.</summary>
internal sealed class Pressure
{
    /// <summary>Requests under way at once from which on callers are said to wait. A laptop's own pages and a few senders stay well under it.</summary>
    internal const int High = 32;

    private int _requests;

    /// <summary>Whether callers wait for each other.</summary>
    internal bool IsHigh => Volatile.Read(ref _requests) >= High;

    /// <summary>A request has come.</summary>
    internal void Enter() => Interlocked.Increment(ref _requests);

    /// <summary>It has its answer.</summary>
    internal void Leave() => Interlocked.Decrement(ref _requests);
}

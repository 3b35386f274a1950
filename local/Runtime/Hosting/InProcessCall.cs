namespace OpsAutomation.Runtime.Hosting;

/// <summary>
/// Carries the caller's entry in the ledger over to the request that it makes in this process: the caller parks, and
/// what stands in for it is given back when the request has entered for itself. So the clock never finds a gap, and
/// never finds the caller busy while it only waits for a request that waits on the clock.
/// </summary>
internal static class InProcessCall
{
    private static readonly AsyncLocal<IDisposable?> Current = new();

    /// <summary>Says, in the caller's flow, what stands in for it.</summary>
    internal static void Offer(IDisposable standIn) => Current.Value = standIn;

    /// <summary>Called when the request has entered the ledger itself.</summary>
    internal static void TakenOver()
    {
        Current.Value?.Dispose();
        Current.Value = null;
    }
}

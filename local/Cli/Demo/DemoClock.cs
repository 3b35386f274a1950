namespace OpsAutomation.Cli.Demo;

/// <summary>
/// Lets the demo's clock jump once for every look at the incident: not before the first alert, not while a person is asked,
/// not after the end. One at a time, so that a slow terminal never lets a deadline pass unseen.
/// </summary>
internal sealed class DemoClock
{
    private int _granted;

    /// <summary>Takes the jump that was granted, if one was.</summary>
    public bool MayJump() => Interlocked.Exchange(ref _granted, 0) == 1;

    /// <summary>Grants the next jump.</summary>
    public void Grant() => Volatile.Write(ref _granted, 1);

    /// <summary>Takes back what was granted and not taken.</summary>
    public void Hold() => Volatile.Write(ref _granted, 0);
}

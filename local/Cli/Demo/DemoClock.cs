namespace OpsAutomation.Cli.Demo;

/// <summary>Whether the demo's clock may jump: not before the first alert, not while a person is asked, not after the end.</summary>
internal sealed class DemoClock
{
    private int _running;

    /// <summary>Whether it may.</summary>
    public bool MayJump => Volatile.Read(ref _running) == 1;

    /// <summary>Lets it jump.</summary>
    public void Run() => Volatile.Write(ref _running, 1);

    /// <summary>Keeps it at real time.</summary>
    public void Hold() => Volatile.Write(ref _running, 0);
}

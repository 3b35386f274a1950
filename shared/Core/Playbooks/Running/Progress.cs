namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>How far a part of a run is.</summary>
internal enum ProgressKind
{
    /// <summary>Done, or skipped, or failed where that is let be.</summary>
    Done,

    /// <summary>Something is to be done or waited for: the command.</summary>
    Busy,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>Not begun, since nothing more is to be begun.</summary>
    Stopped,
}

/// <summary>How far a part of a run is, and what it wants next.</summary>
/// <param name="Kind">How far.</param>
/// <param name="Command">What is next, when busy.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="As">What is to be done about that; null where the step leaves it to the one around it.</param>
/// <param name="Rejected">Whether it failed because a person said no: only the list that it is an item of may let that be.</param>
internal readonly record struct Progress(ProgressKind Kind, Command? Command = null, string Reason = "", OnFailure? As = null, bool Rejected = false)
{
    internal static Progress Done { get; } = new(ProgressKind.Done);

    internal static Progress Stopped { get; } = new(ProgressKind.Stopped);

    internal static Progress Busy(Command command) => new(ProgressKind.Busy, command);

    internal static Progress Failed(string reason) => new(ProgressKind.Failed, Reason: reason);
}

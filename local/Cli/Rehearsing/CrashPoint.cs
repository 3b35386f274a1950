namespace OpsAutomation.Cli.Rehearsing;

/// <summary>Which moments a crash may choose from.</summary>
internal enum CrashAt
{
    /// <summary>Any of the two.</summary>
    Any,

    /// <summary>Right after records were committed.</summary>
    Committed,

    /// <summary>Right after Azure answered, before anybody here knows it.</summary>
    Answered,
}

/// <summary>
/// One crash to come: at its moment the data folder is copied as a kill would leave it. What the process does after that
/// moment goes to a folder that nobody reads again.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="at">Which moments count.</param>
/// <param name="nth">At which of them, from 1.</param>
/// <param name="now">The clock.</param>
internal sealed class CrashPoint(string data, CrashAt at, int nth, Func<DateTimeOffset> now)
{
    private readonly Lock _lock = new();
    private int _left = nth;

    /// <summary>What the kill left, once it has happened.</summary>
    public CrashImage? Image { get; private set; }

    /// <summary>A moment has come.</summary>
    public void Pass(CrashAt kind, string moment)
    {
        lock (_lock)
        {
            if (Image is null && (at == CrashAt.Any || at == kind) && --_left == 0)
            {
                Image = new CrashImage(moment, now(), RehearsalFolders.Image(data));
            }
        }
    }
}

namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>A call of ours that changed something.</summary>
/// <param name="Call">The call.</param>
/// <param name="Before">The capacity that was last asked for, by whomever, or null when the log does not say.</param>
/// <param name="Last">Our change of the same target before it, or null.</param>
/// <param name="Named">Whether an alert named the target since then.</param>
internal sealed record Effect(ObservedCall Call, long? Before, ObservedCall? Last, bool Named)
{
    private const string OtherKey = "/regenerateKey";

    // Longer than any playbook of the catalogue watches a change that it would take back.
    private static readonly TimeSpan UndoneWithin = TimeSpan.FromMinutes(45);

    // The playbook waits for an hour between both keys, and a person is asked about the second.
    private static readonly TimeSpan BothKeysWithin = TimeSpan.FromHours(2);

    /// <summary>Whether it takes away what was added, or starts what was stopped: then it gives something back, and guardrails let it pass.</summary>
    public bool GivesBack => (Call.Capacity is { } wanted && Before is { } before && wanted < before)
        || (Ends("/start") && Last is not null && Last.Path.EndsWith("/deallocate", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is of a kind that no undo ever is: an operation that only goes forward, or capacity that is added.</summary>
    public bool IsForward => !GivesBack && (Call.Capacity is not null || (Call.Method == "POST" && !Ends("/slotsswap") && !Ends("/start")));

    /// <summary>Whether it began something, as far as the log can tell: not the next step of a run, and not the undo of one.</summary>
    public bool Begins => !GivesBack && !IsOtherKey && !Targets.IsVault(Call.Host)
        && (Last is null || (Named && (IsForward || Call.At - Last.At > UndoneWithin)));

    // A rotation makes one key anew and then the other; a new one begins with the key that was made last, since that is not the one in use.
    private bool IsOtherKey => Ends(OtherKey, Call) && Last is not null && Ends(OtherKey, Last) && Call.Digest != Last.Digest && Call.At - Last.At <= BothKeysWithin;

    private bool Ends(string word) => Ends(word, Call);

    private static bool Ends(string word, ObservedCall call) => call.Path.EndsWith(word, StringComparison.OrdinalIgnoreCase);
}

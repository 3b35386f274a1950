namespace OpsAutomation.Cli.Rehearsing.Observing;

/// <summary>What happened outside of our system, which decides what it may do from then on.</summary>
internal enum OrderKind
{
    /// <summary>An alert fired about a resource.</summary>
    Alert,

    /// <summary>The kill switch was set.</summary>
    Stop,

    /// <summary>The kill switch was taken back.</summary>
    GoOn,

    /// <summary>A person works on a resource: automation keeps off.</summary>
    Hold,

    /// <summary>The person is done.</summary>
    HoldEnded,

    /// <summary>A person approved a plan for a resource.</summary>
    Approved,

    /// <summary>A person asked for a resource to be put back as it was: the kill switch and holds let that pass.</summary>
    Undo,
}

/// <summary>One thing that happened outside.</summary>
/// <param name="After">Sequence number of the last call before it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Resource">The resource, lower case; empty where it is about none.</param>
/// <param name="Until">When it ends by itself; null for never.</param>
internal sealed record Order(long After, OrderKind Kind, string Resource = "", DateTimeOffset? Until = null)
{
    /// <summary>Who did it, where it matters.</summary>
    public string By { get; init; } = string.Empty;

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; init; } = DateTimeOffset.MinValue;
}

/// <summary>
/// What the observer is told beforehand and from outside: never by the system that it judges. Everything about what was
/// done it reads from the call log alone.
/// </summary>
internal sealed record Charter
{
    /// <summary>Who our calls count as.</summary>
    public string Principal { get; init; } = "opsautomation";

    /// <summary>What happened outside, in order.</summary>
    public IReadOnlyList<Order> Orders { get; init; } = [];

    /// <summary>
    /// How long a request may be on its way to Azure. What leaves before a person holds a resource or stops everything, and comes in
    /// after, cannot be called back: it is not held against us. What Azure had received by then, and did slowly, is not either.
    /// </summary>
    public TimeSpan OnItsWay { get; init; }

    /// <summary>Resources, lower case, that nobody may touch: by tag or lock of theirs or of their group, as the estate says.</summary>
    public IReadOnlySet<string> Protected { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Resources, lower case, that may be changed though no alert names them: what a playbook works on besides.</summary>
    public IReadOnlySet<string> Besides { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The largest capacity by resource type, lower case.</summary>
    public IReadOnlyDictionary<string, int> MaxCapacity { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Changes in any 60 minutes, giving back not counted.</summary>
    public int MaxActionsPerHour { get; init; } = int.MaxValue;

    /// <summary>What belongs together, lower case: an alert about one of a set is a reason to change the others (a secret, and what it opens).</summary>
    public IReadOnlyList<IReadOnlyList<string>> Together { get; init; } = [];

    /// <summary>The shortest time between two runs on a resource by its type, lower case.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Cooldowns { get; init; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);

    /// <summary>The most runs on a resource in 24 hours by its type, lower case.</summary>
    public IReadOnlyDictionary<string, int> MaxRunsPerDay { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Types, lower case, of which nothing is changed without a person's approval.</summary>
    public IReadOnlySet<string> NeedApproval { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How many people must have approved a change, by its type, lower case; one where it is not here.</summary>
    public IReadOnlyDictionary<string, int> Quorums { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Times in which nothing is changed without a person's approval.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> Freezes { get; init; } = [];
}

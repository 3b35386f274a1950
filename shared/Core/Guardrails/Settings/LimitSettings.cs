namespace OpsAutomation.Core.Guardrails.Settings;

/// <summary>How many targets a run, and all runs in one service together, may have at once. A percentage never forbids the first target.</summary>
/// <param name="PerRun">Targets of one run.</param>
/// <param name="PerRunPercent">Targets of one run, in % of the resources of the services that it touches; 100 is no bound.</param>
/// <param name="PerService">Targets in one service, of all runs together.</param>
/// <param name="PerServicePercent">The same, in % of the service's resources.</param>
public sealed record TargetLimits(int PerRun, int PerRunPercent, int PerService, int PerServicePercent)
{
    /// <summary>What the reader takes where the file says nothing.</summary>
    public static TargetLimits Default { get; } = new(10, 50, 5, 50);

    /// <summary>No bound.</summary>
    public static TargetLimits Wide { get; } = new(int.MaxValue, 100, int.MaxValue, 100);
}

/// <summary>How many runs may begin in 60 minutes. A run is an incident, however many steps it has.</summary>
/// <param name="PerResource">On one resource.</param>
/// <param name="PerService">In one service.</param>
/// <param name="PerPlaybook">Of one playbook.</param>
/// <param name="PerSubscription">In one subscription.</param>
public sealed record RunRates(int PerResource, int PerService, int PerPlaybook, int PerSubscription)
{
    /// <summary>What the reader takes where the file says nothing.</summary>
    public static RunRates Default { get; } = new(3, 6, 6, 10);

    /// <summary>No bound.</summary>
    public static RunRates Wide { get; } = new(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue);
}

/// <summary>How many runs may hold resources at once; one that waits for a person holds them, too.</summary>
/// <param name="All">In the tenant.</param>
/// <param name="PerService">In one service.</param>
public sealed record ConcurrencyLimits(int All, int PerService)
{
    /// <summary>What the reader takes where the file says nothing.</summary>
    public static ConcurrencyLimits Default { get; } = new(10, 3);

    /// <summary>No bound.</summary>
    public static ConcurrencyLimits Wide { get; } = new(int.MaxValue, int.MaxValue);
}

/// <summary>When runs that follow one another are taken for a loop.</summary>
/// <param name="Within">Runs that begin no further apart than this are one chain.</param>
/// <param name="PerResource">So many runs of a chain on one resource are the most.</param>
/// <param name="PerService">So many runs of a chain in one service are the most.</param>
public sealed record LoopSettings(TimeSpan Within, int PerResource, int PerService)
{
    /// <summary>What the reader takes where the file says nothing.</summary>
    public static LoopSettings Default { get; } = new(TimeSpan.FromHours(1), 3, 6);

    /// <summary>No bound.</summary>
    public static LoopSettings Wide { get; } = new(TimeSpan.FromHours(1), int.MaxValue, int.MaxValue);
}

/// <summary>When a playbook or an action that keeps failing is stopped.</summary>
/// <param name="Failures">So many failed, unknown or undone runs in <paramref name="Window"/> open it.</param>
/// <param name="Window">The time in which they are counted.</param>
/// <param name="OpenFor">How long nothing passes; after it one run may try, when a person approves.</param>
public sealed record BreakerSettings(int Failures, TimeSpan Window, TimeSpan OpenFor)
{
    /// <summary>What the reader takes where the file says nothing.</summary>
    public static BreakerSettings Default { get; } = new(3, TimeSpan.FromHours(6), TimeSpan.FromHours(1));

    /// <summary>Never opens.</summary>
    public static BreakerSettings Wide { get; } = new(int.MaxValue, TimeSpan.FromHours(6), TimeSpan.FromHours(1));
}

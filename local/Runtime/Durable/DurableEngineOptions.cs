namespace OpsAutomation.Runtime.Durable;

/// <summary>How a <see cref="DurableEngine"/> runs. Checked by its constructor, all problems at once.</summary>
public sealed record DurableEngineOptions
{
    /// <summary>The SQLite file; it and its folder are created when absent. One engine at a time may own it.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>How many activities may run at once. At least 1.</summary>
    public int MaxConcurrentActivities { get; init; } = 16;

    /// <summary>How many orchestrations may run an episode at once. At least 1.</summary>
    public int MaxConcurrentOrchestrations { get; init; } = 8;

    /// <summary>
    /// When set, one piece of work runs at a time and a random generator with this seed chooses which of the ready ones:
    /// the same seed gives the same order, another seed explores another order.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>How many waiting orchestrations stay in memory, ready to go on without replay. 0 replays every time.</summary>
    public int WarmInstances { get; init; } = 1000;

    /// <summary>The version of an orchestration that is started without one. Empty means unversioned.</summary>
    public string DefaultVersion { get; init; } = "";

    /// <summary>Names everything that is wrong; empty when all is well.</summary>
    internal IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(DatabasePath))
        {
            problems.Add($"{nameof(DatabasePath)} is empty.");
        }

        if (MaxConcurrentActivities < 1)
        {
            problems.Add($"{nameof(MaxConcurrentActivities)} is {MaxConcurrentActivities}; it must be at least 1.");
        }

        if (MaxConcurrentOrchestrations < 1)
        {
            problems.Add($"{nameof(MaxConcurrentOrchestrations)} is {MaxConcurrentOrchestrations}; it must be at least 1.");
        }

        if (WarmInstances < 0)
        {
            problems.Add($"{nameof(WarmInstances)} is {WarmInstances}; it must not be negative.");
        }

        return problems;
    }
}

namespace OpsAutomation.Core.Playbooks;

/// <summary>How much a playbook may do on its own.</summary>
public enum Autonomy
{
    /// <summary>Plans and tells; never acts.</summary>
    Shadow,

    /// <summary>Acts after a person approved the exact plan.</summary>
    Approve,

    /// <summary>Acts on its own inside its limits.</summary>
    Auto,
}

/// <summary>What can go wrong, as the author judges it.</summary>
public enum Risk
{
    /// <summary>A mistake costs money or minutes.</summary>
    Low,

    /// <summary>A mistake is felt by users for a short time.</summary>
    Medium,

    /// <summary>A mistake is an outage or is hard to undo.</summary>
    High,
}

/// <summary>A remediation as data: which incidents it is for, its limits, and its steps in order.</summary>
public sealed record Playbook
{
    /// <summary>Unique kebab-case name.</summary>
    public required string Name { get; init; }

    /// <summary>Version that the author raises with every change.</summary>
    public required string Version { get; init; }

    /// <summary>Team that answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>What it does and when it is right, for the person who approves.</summary>
    public required string Description { get; init; }

    /// <summary>How a person does the same by hand.</summary>
    public required string Runbook { get; init; }

    /// <summary>When somebody last read it through, or null.</summary>
    public DateOnly? Reviewed { get; init; }

    /// <summary>Which incidents it is for.</summary>
    public required PlaybookMatch Match { get; init; }

    /// <summary>The most that it may ever do on its own.</summary>
    public required Autonomy Autonomy { get; init; }

    /// <summary>What it may do on its own before it has earned more; null for approve, or for less where <see cref="Autonomy"/> is less.</summary>
    public Autonomy? StartsAt { get; init; }

    /// <summary>What can go wrong.</summary>
    public required Risk Risk { get; init; }

    /// <summary>Bounds that guardrails hold it to.</summary>
    public required PlaybookLimits Limits { get; init; }

    /// <summary>What whoever calls it may set; empty where nothing can be set.</summary>
    public IReadOnlyList<PlaybookParameter> Parameters { get; init; } = [];

    /// <summary>The steps in order, at least one.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>What a playbook that calls it learns of it, once all its steps are done.</summary>
    public IReadOnlyList<StepOutput> Outputs { get; init; } = [];

    /// <summary>Every step, those in groups and branches too, in the order of the file.</summary>
    public IEnumerable<Step> AllSteps() => Steps.SelectMany(WithThoseIn);

    /// <summary>Whether it changes nothing, whatever happens: it tells, keeps evidence and waits, and calls no playbook that might do more.</summary>
    public bool OnlyTells() => AllSteps().All(s => s.Calls is null && (!s.IsAction || s.ChangesNothing));

    private static IEnumerable<Step> WithThoseIn(Step step) =>
        step.Steps.Concat(step.Parallel.SelectMany(b => b.Steps)).SelectMany(WithThoseIn).Prepend(step);
}

/// <summary>Which incidents a playbook is for. All given conditions must hold.</summary>
/// <param name="Category">Category of the classification, for example <c>saturation-cpu</c>; empty for one that only other playbooks call.</param>
/// <param name="ResourceType">ARM type of the incident's resource.</param>
/// <param name="Services">Services that it is for; empty means every service.</param>
public sealed record PlaybookMatch(string Category, string ResourceType, IReadOnlyList<string> Services);

/// <summary>Bounds of a playbook. Every one is required or has a default that refuses more.</summary>
/// <param name="MaxCapacity">Largest count that any step may leave behind; null only for playbooks without a counting action.</param>
/// <param name="Cooldown">Time after a run on a resource in which no other run may touch it.</param>
/// <param name="MaxRunsPerDay">Runs per resource in 24 hours.</param>
public sealed record PlaybookLimits(int? MaxCapacity, TimeSpan Cooldown, int MaxRunsPerDay);

/// <summary>A playbook pinned to its content, as a run keeps it.</summary>
/// <param name="Playbook">The playbook.</param>
/// <param name="Hash">SHA-256 of its canonical JSON, and of that of every playbook it calls, lower-case hex.</param>
public sealed record PinnedPlaybook(Playbook Playbook, string Hash)
{
    /// <summary>The playbooks that it calls, directly or not, pinned with it; null where it calls none.</summary>
    public IReadOnlyList<Playbook>? Called { get; init; }

    /// <summary>The playbook of a name among those that are pinned, or null.</summary>
    public Playbook? Find(string name) => Called?.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));
}

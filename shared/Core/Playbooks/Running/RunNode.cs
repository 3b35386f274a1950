namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>What a node of a run does with the nodes below it.</summary>
internal enum NodeKind
{
    /// <summary>It runs an action.</summary>
    Leaf,

    /// <summary>One after the other.</summary>
    Sequence,

    /// <summary>Side by side.</summary>
    Parallel,

    /// <summary>The items of a list, so many at a time.</summary>
    Loop,
}

/// <summary>
/// A step as it stands in a run: <c>restart</c>, <c>restart[2]</c> for the second item of its list, <c>each[2]/restart</c> in
/// a group, <c>child/restart</c> in a playbook that is called. The id never changes while the run lasts.
/// </summary>
/// <param name="Id">The id; empty for the run itself.</param>
/// <param name="Kind">What it does with the nodes below.</param>
/// <param name="Step">The step of the playbook; for a branch and the run itself, one that says nothing.</param>
/// <param name="Frame">What is known around it.</param>
internal sealed record RunNode(string Id, NodeKind Kind, Step Step, RunFrame Frame)
{
    /// <summary>The nodes below, in the order of the playbook; none for a list that was not evaluated yet.</summary>
    internal IReadOnlyList<RunNode> Children { get; init; } = [];

    /// <summary>Whether it stands for one item of a list: what the step says of the whole list is not said of it.</summary>
    internal bool IsItem { get; init; }

    /// <summary>How long it must stay healthy because others wait for it to prove itself.</summary>
    internal TimeSpan Bake { get; init; }

    /// <summary>What it makes known when it is done.</summary>
    internal IReadOnlyList<StepOutput> Outputs { get; init; } = [];

    /// <summary>What is known inside it, for its outputs; the same as around it for an action.</summary>
    internal RunFrame Inner { get; init; } = Frame;

    /// <summary>Whether it is an item of a list, or something in one. Ids of the author hold no bracket.</summary>
    internal bool InList => Id.Contains('[', StringComparison.Ordinal);

    /// <summary>Whether its expressions must be evaluated before it begins.</summary>
    internal bool HasInputs => Kind == NodeKind.Loop || (!IsItem && Step.When is not null) || (Step.Id.Length > 0 && Kind != NodeKind.Loop && StepInputs.Has(Step));
}

/// <summary>What is known around a step of a run.</summary>
internal sealed record RunFrame
{
    /// <summary>The playbook that it stands in.</summary>
    internal required Playbook Playbook { get; init; }

    /// <summary>The most careful autonomy of all playbooks around it.</summary>
    internal required Autonomy Autonomy { get; init; }

    /// <summary>The gravest risk of all playbooks around it.</summary>
    internal required Risk Risk { get; init; }

    /// <summary>The smallest maximum capacity of all playbooks around it; null where none says one.</summary>
    internal int? MaxCapacity { get; init; }

    /// <summary>The longest cooldown of all playbooks around it.</summary>
    internal TimeSpan Cooldown { get; init; }

    /// <summary>The fewest runs a day of all playbooks around it.</summary>
    internal int MaxRunsPerDay { get; init; } = int.MaxValue;

    /// <summary>The playbooks that were called on the way to it, from the outside in; the run's own is not among them.</summary>
    internal IReadOnlyList<string> Called { get; init; } = [];

    /// <summary>The step that called the playbook and whose evaluation holds its parameters; null for the run's own.</summary>
    internal string? CalledBy { get; init; }

    /// <summary>ARM id of the resource to act on where the step says none; null for the incident's.</summary>
    internal string? Target { get; init; }

    /// <summary>The items of the lists around it, by name.</summary>
    internal IReadOnlyDictionary<string, string> Items { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The steps whose outputs can be seen, with their ids in the run.</summary>
    internal IReadOnlyDictionary<string, string> Seen { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal RunFrame With(string item, string value) =>
        this with { Target = value, Items = new Dictionary<string, string>(Items, StringComparer.Ordinal) { [item] = value } };

    internal RunFrame Seeing(IEnumerable<KeyValuePair<string, string>> steps)
    {
        var seen = new Dictionary<string, string>(Seen, StringComparer.Ordinal);
        foreach (var (step, id) in steps)
        {
            seen[step] = id;
        }

        return this with { Seen = seen };
    }
}

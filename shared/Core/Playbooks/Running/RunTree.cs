using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// A playbook spread out into the steps of a run: pure, from the pinned content and from what was evaluated so far. A list
/// that is not evaluated yet has no items yet; everything else is there from the beginning.
/// </summary>
internal sealed class RunTree
{
    /// <summary>How deep playbooks may call each other.</summary>
    internal const int MaxCalls = 4;

    private readonly PinnedPlaybook _pinned;
    private readonly Func<string, Fact.Evaluated?> _evaluated;
    private readonly Dictionary<string, RunNode> _nodes = new(StringComparer.Ordinal);

    private RunTree(PinnedPlaybook pinned, Func<string, Fact.Evaluated?> evaluated, Autonomy? level)
    {
        (_pinned, _evaluated) = (pinned, evaluated);
        var playbook = pinned.Playbook;
        var frame = new RunFrame
        {
            Playbook = playbook,
            Autonomy = level < playbook.Autonomy ? level.Value : playbook.Autonomy,
            Risk = playbook.Risk,
            MaxCapacity = playbook.Limits.MaxCapacity,
            Cooldown = playbook.Limits.Cooldown,
            MaxRunsPerDay = playbook.Limits.MaxRunsPerDay,
        };
        Root = Sequence(string.Empty, Nothing(string.Empty), playbook.Steps, string.Empty, frame, 0);
    }

    /// <summary>The run itself.</summary>
    internal RunNode Root { get; }

    /// <summary>All nodes, by id.</summary>
    internal IReadOnlyDictionary<string, RunNode> Nodes => _nodes;

    /// <summary>Spreads a playbook out.</summary>
    /// <param name="pinned">The playbook, with those that it calls.</param>
    /// <param name="evaluated">What was evaluated for a step of the run, or null.</param>
    /// <param name="level">What was recorded when the playbook was chosen; never more than the playbook declares, and that where nothing was recorded.</param>
    internal static RunTree Of(PinnedPlaybook pinned, Func<string, Fact.Evaluated?> evaluated, Autonomy? level = null) => new(pinned, evaluated, level);

    /// <summary>Spreads out the playbook of a run.</summary>
    internal static RunTree Of(PinnedPlaybook pinned, RunState state) => Of(pinned, state.Evaluated, state.Chosen?.Autonomy);

    /// <summary>Spreads out the playbook of an incident; null before one was chosen.</summary>
    internal static RunTree? Of(IncidentFile file) => file.Pinned is { } pinned ? Of(pinned, RunState.Of(file)) : null;

    /// <summary>Finds the node of an id, or null.</summary>
    internal RunNode? Find(string id) => _nodes.GetValueOrDefault(id);

    /// <summary>The resource that a leaf acts on; null where the incident names none.</summary>
    internal string? TargetOf(RunNode node, string? incidentResource) => _evaluated(node.Id)?.Target ?? node.Frame.Target ?? incidentResource;

    private static Step Nothing(string id) => new() { Id = id };

    private RunNode Add(RunNode node)
    {
        _nodes[node.Id] = node;
        return node;
    }

    private RunNode Build(Step step, string prefix, RunFrame frame, int depth)
    {
        var id = prefix + step.Id;
        if (step.ForEach is not { } loop)
        {
            return Body(step, id, frame, depth, isItem: false, TimeSpan.Zero);
        }

        var items = _evaluated(id)?.Items ?? [];
        var first = step.Canary is { } canary ? Math.Max(1, canary.First.Of(items.Count)) : 0;
        return Add(new RunNode(id, NodeKind.Loop, step, frame)
        {
            Children =
            [
                .. items.Select((item, i) => Body(
                    step, $"{id}[{i + 1}]", frame.With(loop.As, item), depth, isItem: true, i < first ? step.Canary!.Bake : TimeSpan.Zero)),
            ],
        });
    }

    private RunNode Body(Step step, string id, RunFrame frame, int depth, bool isItem, TimeSpan bake)
    {
        var node = Content(step, id, frame with { Target = _evaluated(id)?.Target ?? frame.Target }, depth, bake);
        return Add(node with { Frame = frame, IsItem = isItem });
    }

    private RunNode Content(Step step, string id, RunFrame frame, int depth, TimeSpan bake)
    {
        if (step.Calls is { } name)
        {
            return Called(step, id, name, frame, depth, bake);
        }

        if (step.Parallel.Count > 0)
        {
            return new RunNode(id, NodeKind.Parallel, step, frame)
            {
                Children = [.. step.Parallel.Select(b => Sequence($"{id}/{b.Id}", Nothing(b.Id), b.Steps, $"{id}/{b.Id}/", frame, depth, bake))],
            };
        }

        return step.IsAction
            ? new RunNode(id, NodeKind.Leaf, step, frame) { Outputs = step.Outputs, Bake = bake }
            : Sequence(id, step, step.Steps, $"{id}/", frame, depth, bake);
    }

    private RunNode Called(Step step, string id, string name, RunFrame frame, int depth, TimeSpan bake)
    {
        // Lint refuses circles and depth; whatever never went through lint must end as well.
        if (_pinned.Find(name) is not { } called || depth >= MaxCalls)
        {
            return new RunNode(id, NodeKind.Leaf, step, frame);
        }

        var inner = new RunFrame
        {
            Playbook = called,
            Autonomy = called.Autonomy < frame.Autonomy ? called.Autonomy : frame.Autonomy,
            Risk = called.Risk > frame.Risk ? called.Risk : frame.Risk,
            MaxCapacity = called.Limits.MaxCapacity is { } max && !(frame.MaxCapacity < max) ? max : frame.MaxCapacity,
            Cooldown = called.Limits.Cooldown > frame.Cooldown ? called.Limits.Cooldown : frame.Cooldown,
            MaxRunsPerDay = Math.Min(called.Limits.MaxRunsPerDay, frame.MaxRunsPerDay),
            Called = [.. frame.Called, name],
            CalledBy = id,
            Target = frame.Target,
        };
        return Sequence(id, step, called.Steps, $"{id}/", inner, depth + 1, bake) with { Outputs = called.Outputs };
    }

    private RunNode Sequence(string id, Step step, IReadOnlyList<Step> steps, string prefix, RunFrame frame, int depth, TimeSpan bake = default)
    {
        var children = new List<RunNode>();
        var inner = frame;
        foreach (var one in steps)
        {
            var child = Build(one, prefix, inner, depth);
            children.Add(bake > TimeSpan.Zero ? Baked(child, bake) : child);

            // What an item of a list makes known is nobody's business outside of it: which item's would it be?
            inner = child.Kind == NodeKind.Loop ? inner : inner.Seeing(KnownAfter(child));
        }

        return Add(new RunNode(id, NodeKind.Sequence, step, frame) { Children = children, Inner = inner });
    }

    private static IEnumerable<KeyValuePair<string, string>> KnownAfter(RunNode node)
    {
        if (node.Outputs.Count > 0)
        {
            yield return new(node.Step.Id, node.Id);
        }

        // Ids are unique in a playbook, so a group hides nothing; a playbook that is called keeps its steps to itself.
        foreach (var known in node.Step.Calls is null && node.Kind != NodeKind.Loop ? node.Children.SelectMany(KnownAfter) : [])
        {
            yield return known;
        }
    }

    private RunNode Baked(RunNode node, TimeSpan bake)
    {
        var baked = node with { Bake = bake, Children = [.. node.Children.Select(c => Baked(c, bake))] };
        return Add(baked);
    }
}

using OpsAutomation.Core.Playbooks.BuiltIn;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// Walks the steps of a run in order and finds the one command that is next. When nothing more is to be begun (the condition
/// ended, or something failed) it drains: what is under way ends and is verified, and nothing else starts.
/// </summary>
internal sealed class TreeFlow(RunState state, RunTree tree, DateTimeOffset now)
{
    internal Progress Next() => Visit(tree.Root, drain: state.AllClear);

    private Progress Visit(RunNode node, bool drain)
    {
        if (node.HasInputs && Inputs(node, drain) is { } early)
        {
            return Judge(node, early);
        }

        var progress = node.Kind switch
        {
            NodeKind.Leaf => Leaf(node, drain),
            NodeKind.Sequence => Sequence(node, drain),
            NodeKind.Parallel => Parallel(node, drain),
            _ => new LoopFlow(state, node, Visit).Next(drain),
        };
        return Judge(node, progress.Kind == ProgressKind.Done && node.Outputs.Count > 0 ? Outputs(node) : progress);
    }

    private Progress? Inputs(RunNode node, bool drain) => state.Evaluated(node.Id) switch
    {
        null => drain ? Progress.Stopped : Progress.Busy(Commands.Evaluate(node.Id)),
        { Error: { } error } => Progress.Failed($"Step {node.Id} cannot be worked out: {error}"),
        { Skipped: not null } => Progress.Done,
        _ => null,
    };

    // What a step says of its failures is said of the whole step: of a list, not of each of its items.
    private static Progress Judge(RunNode node, Progress progress)
    {
        if (progress.Kind != ProgressKind.Failed || node.IsItem)
        {
            return progress;
        }

        if (progress.Rejected)
        {
            // A person's no to more items than may fail: what was approved stays, nothing more is begun, and a person has it.
            return node is { Kind: NodeKind.Loop, InList: false } ? Progress.Busy(Commands.Escalate(progress.Reason, node.Id)) : progress;
        }

        // What is to be taken back when it fails is never let be by what is around it.
        var how = node.Step.OnFailure ?? progress.As;
        return how != OnFailure.Continue ? progress with { As = how }
            : progress.As == OnFailure.Undo ? progress
            : Progress.Done;
    }

    private Progress Leaf(RunNode node, bool drain)
    {
        if (!BuiltInActions.Is(node.Step.Action))
        {
            return new StepFlow(state, tree, node, now).Next(drain);
        }

        var run = state.Step(node.Id);
        if (node.Frame.Autonomy == Autonomy.Shadow)
        {
            return Progress.Done;
        }

        var progress = node.Step.Action switch
        {
            WaitAction.Name => WaitAction.Next(run, now),
            AssertAction.Name => AssertAction.Next(run),
            NotifyAction.Name => NotifyAction.Next(state, run),
            _ => SnapshotAction.Next(state, run),
        };
        return drain && progress.Kind == ProgressKind.Busy ? Progress.Stopped : progress;
    }

    private Progress Sequence(RunNode node, bool drain)
    {
        foreach (var child in node.Children)
        {
            if (Visit(child, drain) is { Kind: not ProgressKind.Done } progress)
            {
                return progress;
            }
        }

        return Progress.Done;
    }

    private Progress Parallel(RunNode node, bool drain)
    {
        var all = node.Children.Select(c => Visit(c, drain)).ToList();
        if (!drain && all.Exists(p => p.Kind == ProgressKind.Failed))
        {
            all = [.. node.Children.Select(c => Visit(c, drain: true))];
        }

        return Together(all);
    }

    /// <summary>What branches side by side want next: the first that has something to do goes before those that wait.</summary>
    internal static Progress Together(IReadOnlyCollection<Progress> all)
    {
        var commands = all.Where(p => p.Kind == ProgressKind.Busy).Select(p => p.Command!).ToList();
        if (commands.Count > 0)
        {
            return Progress.Busy(First(commands));
        }

        foreach (var kind in (ReadOnlySpan<ProgressKind>)[ProgressKind.Failed, ProgressKind.Stopped])
        {
            foreach (var progress in all)
            {
                if (progress.Kind == kind)
                {
                    return progress;
                }
            }
        }

        return Progress.Done;
    }

    /// <summary>
    /// The first command that does something, else the wait that is over first. Questions are told after all else: then those
    /// that several items of a list ask are there together, and are put to people as one.
    /// </summary>
    internal static Command First(IReadOnlyList<Command> commands) =>
        commands.FirstOrDefault(c => c.Kind != CommandKind.Wait && !ApprovalNotices.IsQuestion(c))
        ?? commands.FirstOrDefault(c => c.Kind != CommandKind.Wait)
        ?? commands.MinBy(c => c.Until ?? DateTimeOffset.MaxValue)!;

    private Progress Outputs(RunNode node) => node.Frame.Autonomy == Autonomy.Shadow ? Progress.Done : state.OutputsOf(node.Id) switch
    {
        null => Progress.Busy(Commands.EvaluateOutputs(node.Id)),
        { Error: { } error } => Progress.Failed($"What step {node.Id} makes known cannot be worked out: {error}"),
        _ => Progress.Done,
    };
}

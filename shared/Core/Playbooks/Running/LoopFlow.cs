namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// The items of a list: in order, so many at a time; the first share alone where the step has a canary; and when more have
/// failed than may, nothing more is begun.
/// </summary>
internal sealed class LoopFlow(RunState state, RunNode loop, Func<RunNode, bool, Progress> visit)
{
    private const int MaxReasons = 3;

    private readonly ForEach _forEach = loop.Step.ForEach!;
    private readonly List<Progress> _under = [];
    private readonly List<string> _failures = [];
    private int _active;
    private bool _exceeded;
    private bool _rejected;
    private OnFailure? _as;

    internal Progress Next(bool drain)
    {
        if (_forEach.Concurrency < 1)
        {
            return Progress.Failed($"Step {loop.Id} may do none of its items at a time.");
        }

        Walk(drain);
        if (!drain && _exceeded)
        {
            // What ended it is told, though a step that is not begun any more no longer says so itself.
            var told = _failures.ToList();
            _active = 0;
            _under.Clear();
            _failures.Clear();
            Walk(drain: true);
            if (_failures.Count < told.Count)
            {
                _failures.Clear();
                _failures.AddRange(told);
            }
        }

        var together = TreeFlow.Together(_under);
        return together.Kind != ProgressKind.Busy && _exceeded
            ? Progress.Failed($"{_failures.Count} of {loop.Children.Count} items of step {loop.Id} failed: {string.Join(" ", _failures.Take(MaxReasons))}") with { As = _as, Rejected = _rejected && _as != OnFailure.Undo }
            : together;
    }

    private void Walk(bool drain)
    {
        var items = loop.Children;
        var canaries = loop.Step.Canary is { } canary ? Math.Min(items.Count, Math.Max(1, canary.First.Of(items.Count))) : 0;

        // First those that have begun, wherever they stand: they count against the concurrency whether they wait or not.
        for (var i = 0; i < items.Count; i++)
        {
            if (state.HasBegun(items[i].Id))
            {
                Take(visit(items[i], drain), i < canaries);
            }
        }

        for (var i = 0; i < items.Count && _active < _forEach.Concurrency; i++)
        {
            // The rest begins when every canary has stayed healthy; until then there is nothing to see of it.
            if (i == canaries && i > 0 && (_exceeded || _under.Exists(p => p.Kind != ProgressKind.Done)))
            {
                _under.Add(drain ? Progress.Stopped : Progress.Done);
                return;
            }

            if (!state.HasBegun(items[i].Id))
            {
                Take(visit(items[i], drain || _exceeded), i < canaries);
            }
        }
    }

    private void Take(Progress progress, bool isCanary)
    {
        if (progress.Kind == ProgressKind.Failed)
        {
            _failures.Add(progress.Reason);
            _as = progress.As == OnFailure.Undo ? OnFailure.Undo : _as ?? progress.As;
            _rejected |= progress.Rejected;

            // What is to be taken back when it fails is no failure that may be let be.
            _exceeded |= isCanary || progress.As == OnFailure.Undo || _failures.Count > _forEach.MaxErrors.Of(loop.Children.Count);
            return;
        }

        _under.Add(progress);
        _active += progress.Kind == ProgressKind.Busy ? 1 : 0;
    }
}

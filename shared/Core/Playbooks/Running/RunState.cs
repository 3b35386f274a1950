using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// The run of an incident, folded from its journal. Nothing else is known about a run: a process that dies and comes back
/// folds the same state.
/// </summary>
public sealed class RunState
{
    /// <summary>Prefix of the pseudo-step that takes a step back.</summary>
    public const string UndoPrefix = "undo/";

    private readonly Dictionary<string, StepRun> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Fact.OutputsKnown> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _fences = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    // The gravest severity that people were told of each condition, and that was weighed of each rule; a lower number is graver.
    private readonly Dictionary<string, Severity> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Severity> _weighed = new(StringComparer.Ordinal);

    private RunState(IncidentFile file) => File = file;

    /// <summary>The incident that was folded.</summary>
    public IncidentFile File { get; }

    /// <summary>The fence of the newest reservation that is held, or null.</summary>
    public long? Fence { get; private set; }

    /// <summary>The resources that are held.</summary>
    public IReadOnlyList<string> Resources { get; private set; } = [];

    /// <summary>Whether every alert has resolved, says the sender, and none fired since.</summary>
    public bool AllClear { get; private set; }

    /// <summary>Whether what fires was withdrawn from this incident and none fired in it since: nothing more is begun.</summary>
    public bool Withdrawn { get; private set; }

    /// <summary>Why a person has it, or null.</summary>
    public string? Escalation { get; private set; }

    /// <summary>What in the journal cannot have happened, or null.</summary>
    public string? Contradiction { get; private set; }

    internal Fact.PlaybookChosen? Chosen { get; private set; }

    /// <summary>Whether the playbook was to plan and tell, and to do nothing.</summary>
    public bool OnlyWatched => Chosen is not null && File.Pinned is { } pinned && (Chosen.Autonomy == Autonomy.Shadow || pinned.Playbook.Autonomy == Autonomy.Shadow);

    internal Fact.NoPlaybook? NoPlaybook { get; private set; }

    internal Seen<Fact.Ended>? Mitigated { get; private set; }

    internal bool Resolved { get; private set; }

    internal bool Closed { get; private set; }

    internal DateTimeOffset? ClosedAt { get; private set; }

    internal bool FiredAgain { get; private set; }

    /// <summary>The newest alert that joined and fires, as far as is known; null after an all-clear.</summary>
    internal Seen<Fact.AlertJoined>? LastJoined { get; private set; }

    /// <summary>Whether <see cref="LastJoined"/> joined after the incident was found resolved, and nobody has it yet.</summary>
    internal bool FiredAfterResolved { get; private set; }

    /// <summary>The newest alert that joined after a person was called and is news to them; null when none is.</summary>
    internal Seen<Fact.AlertJoined>? Untold { get; private set; }

    /// <summary>How often a resolved incident had to be given to a person after all. Keys of what is then done again carry it.</summary>
    internal int Revivals { get; private set; }

    /// <summary>Page or ticket as last decided, or null before.</summary>
    internal Fact.Routed? Route { get; private set; }

    /// <summary>The newest alert that joined after that, fires, and may change it; null when none may.</summary>
    internal Seen<Fact.AlertJoined>? Unrouted { get; private set; }

    /// <summary>The decision that made a page of what was none, or null.</summary>
    internal Seen<Fact.Routed>? Worsened { get; private set; }

    internal Seen<Fact.SignalRead>? LastClose { get; private set; }

    internal int CloseReads { get; private set; }

    /// <summary>The steps that facts speak of, undo steps too.</summary>
    public IEnumerable<StepRun> Steps => _steps.Values;

    /// <summary>The operations that are over and changed something, in the order in which they began; undo steps are not among them.</summary>
    public IReadOnlyList<(StepRun Step, OperationRun Operation)> Executed =>
        [.. _steps.Values
            .Where(s => !s.Id.StartsWith(UndoPrefix, StringComparison.Ordinal))
            .SelectMany(s => s.Operations.Where(o => o.Executed).Select(o => (s, o)))
            .OrderBy(pair => pair.o.IntendedSequence)];

    /// <summary>Folds a journal. Never throws: what cannot be is named in <see cref="Contradiction"/>.</summary>
    public static RunState Of(IncidentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var state = new RunState(file);
        foreach (var entry in file.Entries)
        {
            state._keys.Add(entry.Key);
            state.Take(entry);
        }

        return state;
    }

    /// <summary>What is known about a step; an empty one when no fact speaks of it.</summary>
    public StepRun Step(string id) => _steps.TryGetValue(id, out var run) ? run : new StepRun(id);

    /// <summary>The fence under which a resource is held, or null when it is not.</summary>
    public long? FenceOf(string resource) => _fences.TryGetValue(resource, out var fence) ? fence : null;

    /// <summary>What was evaluated for a step before it began, or null.</summary>
    public Fact.Evaluated? Evaluated(string stepId) => _steps.TryGetValue(stepId, out var run) ? run.Inputs?.Fact : null;

    /// <summary>What a step made known, or null.</summary>
    public Fact.OutputsKnown? OutputsOf(string stepId) => _outputs.GetValueOrDefault(stepId);

    /// <summary>Whether any fact speaks of a step, or of one in it.</summary>
    internal bool HasBegun(string stepId) => _begun.Contains(stepId);

    /// <summary>Whether anything was sent that had, or may have had, an effect.</summary>
    internal bool HasActed => _steps.Values.Any(s => s.Operation is { State: not OperationState.NoEffect });

    /// <summary>Whether another step of the run is at work on the resource of this one, on what contains it, or on something in it.</summary>
    internal bool IsBusy(RunNode node, RunTree tree)
    {
        var mine = tree.TargetOf(node, File.Head.Resource);
        return mine is not null && _steps.Values.Any(other => !string.Equals(other.Id, node.Id, StringComparison.Ordinal)
            && other.Operation is { } operation
            && operation.Unsettled
            && ArmKinship.Touch(operation.Intended.Plan.Target.ResourceId, mine));
    }

    internal bool Has(string key) => _keys.Contains(key);

    internal bool Undoing => _steps.Keys.Any(id => id.StartsWith(UndoPrefix, StringComparison.Ordinal));

    internal IEnumerable<StepRun> UnsettledSteps => _steps.Values.Where(s => s.Operation?.Unsettled == true);

    private void Take(JournalEntry entry)
    {
        switch (entry.Fact)
        {
            case Fact.AllClear cleared:
                Withdrawn = cleared.Withdrawn;
                (AllClear, LastJoined, FiredAfterResolved, Untold) = (true, null, false, null);
                _told.Clear();
                break;
            case Fact.AlertJoined { Alert.Status: AlertStatus.Firing } joined:
                TakeForRoute(joined, entry);
                (AllClear, Withdrawn, LastJoined) = (false, false, new(joined, entry.Sequence, entry.At));
                FiredAgain = Mitigated is not null;
                FiredAfterResolved = Resolved;
                TakeForPeople(joined, entry);
                break;
            case Fact.Opened opened:
                Weigh(opened.Alert);
                _told[opened.Alert.Fingerprint] = opened.Alert.Severity;
                break;
            case Fact.Routed routed:
                Worsened = Route is not null && routed.Urgency == Urgency.Page && (Route.Urgency != Urgency.Page || (routed.Severity == Severity.Sev0 && Route.Severity != Severity.Sev0))
                    ? new(routed, entry.Sequence, entry.At)
                    : Worsened;
                (Route, Unrouted) = (routed, null);
                break;
            case Fact.PlaybookChosen chosen:
                Chosen = chosen;
                break;
            case Fact.NoPlaybook none:
                NoPlaybook = none;
                break;
            case Fact.EscalatedTo escalated:
                Escalation = escalated.Reason;
                if (FiredAfterResolved)
                {
                    (Resolved, FiredAfterResolved, Revivals) = (false, false, Revivals + 1);
                }

                break;
            case Fact.Ended ended:
                TakeEnd(ended, entry);
                break;
            case Fact.Released:
                (Fence, Resources) = (null, []);
                _fences.Clear();
                foreach (var step in _steps.Values)
                {
                    step.Reserved = false;
                }

                break;
            case Fact.Reserved reserved:
                (Fence, Resources) = (reserved.Fence, [.. Resources.Union(reserved.Resources, StringComparer.OrdinalIgnoreCase)]);
                foreach (var resource in reserved.Resources)
                {
                    _fences[resource] = reserved.Fence;
                }

                StepOf(reserved.StepId).Take(reserved, entry.Sequence, entry.At);
                break;
            case Fact.SignalRead { Purpose: SignalPurpose.Close } read:
                (LastClose, CloseReads) = (new(read, entry.Sequence, entry.At), CloseReads + 1);
                break;
            case Fact.OutputsKnown known:
                _outputs.TryAdd(known.StepId, known);
                break;
            default:
                TakeForStep(entry);
                break;
        }
    }

    // A hundred machines under one rule are weighed once: only another rule, or a graver alert of the same, can change the route.
    private void TakeForRoute(Fact.AlertJoined joined, JournalEntry entry)
    {
        if (Weigh(joined.Alert) && Route is not null)
        {
            Unrouted = new(joined, entry.Sequence, entry.At);
        }
    }

    // Whether it is graver than all of its rule that were weighed before.
    private bool Weigh(Alert alert)
    {
        if (_weighed.TryGetValue(alert.Rule, out var known) && known <= alert.Severity)
        {
            return false;
        }

        _weighed[alert.Rule] = alert.Severity;
        return true;
    }

    // A condition that comes and goes while others fire is news once: only another one, or a graver alert of the same, is news
    // again. In a storm, every coming and going would wake somebody otherwise. When all was clear, everything is news.
    private void TakeForPeople(Fact.AlertJoined joined, JournalEntry entry)
    {
        var news = !_told.TryGetValue(joined.Alert.Fingerprint, out var told) || joined.Alert.Severity < told;
        if (news)
        {
            _told[joined.Alert.Fingerprint] = joined.Alert.Severity;
        }

        Untold = Resolved ? null : Escalation is not null && news ? new(joined, entry.Sequence, entry.At) : Untold;
    }

    private void TakeEnd(Fact.Ended ended, JournalEntry entry)
    {
        switch (entry.Status)
        {
            case IncidentStatus.Mitigated:
                Mitigated = new(ended, entry.Sequence, entry.At);
                break;
            case IncidentStatus.Resolved:
                Resolved = true;
                break;
            case IncidentStatus.Closed:
                (Closed, ClosedAt) = (true, ClosedAt ?? entry.At);
                break;
            default:
                Contradiction ??= $"Entry {entry.Sequence} ends the incident and leaves it {entry.Status}.";
                break;
        }
    }

    private void TakeForStep(JournalEntry entry)
    {
        var id = entry.Fact switch
        {
            Fact.Refused f => f.StepId,
            Fact.Planned f => f.StepId,
            Fact.PlanFailed f => f.StepId,
            Fact.Asked f => f.StepId,
            Fact.Decided f => f.StepId,
            Fact.ApprovalWithdrawn f => f.StepId,
            Fact.SignalRead f => f.StepId,
            Fact.Intended f => f.StepId,
            Fact.Started f => f.StepId,
            Fact.StartFailed f => f.StepId,
            Fact.Polled f => f.StepId,
            Fact.TtlSet f => f.StepId,
            Fact.Evaluated f => f.StepId,
            Fact.TargetSeen f => f.StepId,
            _ => null,
        };
        if (id is null)
        {
            return;
        }

        if (entry.Fact is Fact.Polled && Escalation is not null)
        {
            StepOf(id).PollsAfterEscalation++;
        }

        if (entry.Fact is Fact.Intended && Fence is null)
        {
            Contradiction ??= $"Step {id} was begun without holding its resources.";
        }

        var contradiction = StepOf(id).Take(entry.Fact, entry.Sequence, entry.At);
        Contradiction ??= contradiction;
    }

    private StepRun StepOf(string id)
    {
        if (!_steps.TryGetValue(id, out var run))
        {
            _steps[id] = run = new StepRun(id);
            for (var at = id.Length; at > 0; at = id.LastIndexOf('/', at - 1))
            {
                _begun.Add(id[..at]);
            }
        }

        return run;
    }
}

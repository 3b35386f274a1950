namespace OpsAutomation.Core.Playbooks;

/// <summary>The one thing that an incident's orchestration does next.</summary>
public enum CommandKind
{
    /// <summary>Classify, look up the service, choose and pin a playbook.</summary>
    Classify,

    /// <summary>Weigh the incident again after an alert joined: page or ticket.</summary>
    Reroute,

    /// <summary>Take the run's resources past the guardrails.</summary>
    Reserve,

    /// <summary>Evaluate the step's expressions and write down what they give; with the target <c>outputs</c>, those of a step that is done.</summary>
    Evaluate,

    /// <summary>Compute the step's plan.</summary>
    Plan,

    /// <summary>Ask for approval of the step's plan.</summary>
    Ask,

    /// <summary>Record that nobody decided in time.</summary>
    TimeOut,

    /// <summary>Record that an approval no longer stands.</summary>
    Void,

    /// <summary>Read the signal before acting, after acting, or before closing.</summary>
    ReadSignal,

    /// <summary>Look whether the step's target is as its plan wants it.</summary>
    Verify,

    /// <summary>Write the values of the signal's last hour into the timeline.</summary>
    Snapshot,

    /// <summary>Write the intent and send the change.</summary>
    Start,

    /// <summary>Look at the operation.</summary>
    Poll,

    /// <summary>Hand the step's expiry to its own orchestration.</summary>
    SetTtl,

    /// <summary>Give the run's resources back.</summary>
    Release,

    /// <summary>Tell people.</summary>
    Notify,

    /// <summary>Hand over to a person.</summary>
    Escalate,

    /// <summary>Move the incident towards its end: mitigated, resolved, closed.</summary>
    Conclude,

    /// <summary>Judge the run that is over and count it for what its playbook has earned.</summary>
    Judge,

    /// <summary>Do nothing until a time or a wake-up, whichever is first.</summary>
    Wait,

    /// <summary>The run is over.</summary>
    Done,
}

/// <summary>
/// A command of <c>Advance</c>. The same facts at the same time give the same command; its key becomes the key of the
/// journal entry that carrying it out writes, so doing it twice writes once.
/// </summary>
/// <param name="Kind">What to do.</param>
/// <param name="Key">Key of the journal entry it leads to; unique in the incident. For a wait: a name for logs.</param>
/// <param name="StepId">The step as it stands in the run (<c>each[2]/restart</c>), or <c>undo/{step}</c> for taking one back; null where no step is meant.</param>
/// <param name="Attempt">1 for the first time, where doing it again is meaningful.</param>
/// <param name="Until">For a wait: when to look again; null to wait for a wake-up alone.</param>
/// <param name="Reason">Why, for a person and the log.</param>
/// <param name="Target">For Conclude: the status to move to. For ReadSignal: the purpose. For Notify: the notice.</param>
public sealed record Command(
    CommandKind Kind,
    string Key,
    string? StepId = null,
    int Attempt = 1,
    DateTimeOffset? Until = null,
    string Reason = "",
    string? Target = null);

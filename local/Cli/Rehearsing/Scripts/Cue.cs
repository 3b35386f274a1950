using System.Text.Json.Nodes;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>A moment of the newest incident that a timeline waits for.</summary>
internal enum Moment
{
    /// <summary>It is there.</summary>
    Opened,

    /// <summary>It waits for a decision.</summary>
    Asked,

    /// <summary>It waits for a decision about another plan than before.</summary>
    AskedAgain,

    /// <summary>A change is about to be sent: it is decided, and what comes before its request is under way.</summary>
    Sending,

    /// <summary>Azure accepted a change.</summary>
    Sent,

    /// <summary>An operation was looked at.</summary>
    Polled,

    /// <summary>The signal is healthy.</summary>
    Mitigated,

    /// <summary>It is closed.</summary>
    Closed,

    /// <summary>A person has it.</summary>
    Escalated,

    /// <summary>Its resources are free again.</summary>
    Released,

    /// <summary>What a step added was given back at its expiry, or the expiry is over.</summary>
    GivenBack,

    /// <summary>A person was told that it was not given back.</summary>
    KeptOn,

    /// <summary>Not waited for: right before our next change leaves.</summary>
    BeforeChange,
}

/// <summary>Something that happens from outside.</summary>
internal abstract record Cue
{
    /// <summary>The moment that is waited for first, or null.</summary>
    public Moment? When { get; init; }

    /// <summary>Time that passes after that.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Whether it comes at exactly that time under every seed.</summary>
    public bool Exact { get; init; }

    /// <summary>The newest incident must be at least the one of this number, from 1.</summary>
    public int Incident { get; init; } = 1;
}

/// <summary>An alert is posted.</summary>
/// <param name="Body">Its body; <c>{{now}}</c> becomes the time.</param>
/// <param name="Source">Its sender.</param>
internal sealed record AlertCue(string Body, string Source) : Cue;

/// <summary>A person decides.</summary>
/// <param name="Person">Who.</param>
/// <param name="Decision">approve, reject or withdraw.</param>
/// <param name="Refused">Whether the system must not accept it.</param>
internal sealed record PersonCue(string Person, string Decision, bool Refused) : Cue
{
    /// <summary>Whether they break the glass.</summary>
    public bool BreakGlass { get; init; }

    /// <summary>What to do instead, with a rejection; or null.</summary>
    public string? Instruction { get; init; }

    /// <summary>The window that they approve for: how far from then it begins, and how long it lasts; or null.</summary>
    public (TimeSpan In, TimeSpan For)? InWindow { get; init; }
}

/// <summary>A person does something about the newest incident, as from a button of a message.</summary>
/// <param name="Person">Who.</param>
/// <param name="Act">acknowledge, snooze, escalate, stop or close.</param>
/// <param name="For">For how long, or null.</param>
internal sealed record ActCue(string Person, string Act, string? For) : Cue;

/// <summary>A person sets the kill switch or takes it back.</summary>
/// <param name="On">Whether it is set.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
internal sealed record KillSwitchCue(bool On, string By, string Reason) : Cue;

/// <summary>A person keeps automation off a resource, or lets it on again.</summary>
/// <param name="Of">ARM id.</param>
/// <param name="By">Who.</param>
/// <param name="For">How long; null ends the hold.</param>
internal sealed record HoldCue(string Of, string By, TimeSpan? For) : Cue;

/// <summary>Azure begins to misbehave.</summary>
/// <param name="Fault">The fault, as <c>/_sim/faults</c> takes it.</param>
internal sealed record FaultCue(JsonObject Fault) : Cue;

/// <summary>Azure stops misbehaving.</summary>
internal sealed record HealCue : Cue;

/// <summary>A metric has a value from half an hour ago on, whatever its model says.</summary>
/// <param name="Of">ARM id.</param>
/// <param name="Name">Metric.</param>
/// <param name="Value">Value.</param>
internal sealed record MetricCue(string Of, string Name, double Value) : Cue;

/// <summary>Somebody else calls Azure.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with its query.</param>
/// <param name="Body">Body, or null.</param>
internal sealed record ByHandCue(string Method, string Path, JsonNode? Body) : Cue;

/// <summary>The process is killed and started again.</summary>
/// <param name="At">Which moments count.</param>
/// <param name="Nth">At which of them; null leaves it to the seed.</param>
internal sealed record CrashCue(CrashAt At, int? Nth) : Cue;

/// <summary>Time passes.</summary>
internal sealed record WaitCue : Cue;

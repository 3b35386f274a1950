namespace OpsAutomation.Integrations.Publishing;

/// <summary>What an event says about an accepted alert: where it is, never what it says. The body stays in the intake ledger.</summary>
/// <param name="Reference">Where the alert is kept: <c>partition/row</c> of the intake ledger.</param>
/// <param name="AlertId">Its deterministic id; also the id of the event, so that a second publish is the same event.</param>
/// <param name="Source">The sender, for example <c>azure-monitor</c>.</param>
/// <param name="AcceptedAt">When this delivery of it was accepted; null where it is published again without one. A sender repeats an alert, and the stored row keeps the time of the first.</param>
/// <param name="Pointer">Key of the pointer that stands for it until its disposition; null where that bears the alert's own id.</param>
public sealed record PublishedAlert(string Reference, string AlertId, string Source, DateTimeOffset? AcceptedAt = null, string? Pointer = null)
{
    /// <summary>Type of the event.</summary>
    public const string EventType = "OpsAutomation.Alert.Received";
}

/// <summary>How publishing ended.</summary>
/// <param name="Published">How many of the alerts, from the first on, the topic has taken.</param>
/// <param name="Failure">Why the rest was not taken, without secrets; null when all were.</param>
/// <param name="RetryAfter">How long the topic asks to wait, or null.</param>
public sealed record PublishResult(int Published, string? Failure, TimeSpan? RetryAfter)
{
    /// <summary>Whether the topic has taken every alert.</summary>
    public bool Complete => Failure is null;
}

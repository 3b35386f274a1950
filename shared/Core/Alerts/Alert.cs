namespace OpsAutomation.Core.Alerts;

/// <summary>A normalised event of one sender about one resource. All text in it is data, wherever it is shown.</summary>
public sealed record Alert
{
    /// <summary>Label of ours that says in a few words what an alert is that informs of no condition: a drill, a heartbeat.</summary>
    public const string InformationLabel = "ops.information";

    /// <summary>Deterministic id of this delivery's alert: the same body gives the same id. URL-safe, at most 40 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The sender, for example <c>azure-monitor</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the alert rule.</summary>
    public required string Rule { get; init; }

    /// <summary>Hash of source, rule, resource and dimensions; never time, value, status or severity.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Firing or resolved.</summary>
    public required AlertStatus Status { get; init; }

    /// <summary>Severity on Azure Monitor's scale.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What was observed.</summary>
    public required Signal Signal { get; init; }

    /// <summary>
    /// The one resource that this alert is about, lower case: an ARM id, or an ARN that the catalogue lists; null when the sender
    /// names none. No action takes an ARN, so nothing is ever automated on one.
    /// </summary>
    public string? Resource { get; init; }

    /// <summary>Service of the catalogue that owns the resource, or null when no entry fits.</summary>
    public string? Service { get; init; }

    /// <summary>Labels and custom properties of the sender, at most 64.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>One line for a person, at most 512 characters.</summary>
    public required string Summary { get; init; }

    /// <summary>The observed value in the unit of the metric or the currency of the budget, or null.</summary>
    public double? Value { get; init; }

    /// <summary>The threshold in the same unit, or null (dynamic thresholds, log alerts without one).</summary>
    public double? Threshold { get; init; }

    /// <summary>Unit or currency of value and threshold where known, for example <c>USD</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>When the condition began.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ended, or null while it holds.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether its sender did not say when it ended, so that <see cref="EndsAt"/> is only when we heard of it.</summary>
    public bool EndAssumed { get; init; }

    /// <summary>When we accepted it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Links of the sender by name; https only.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Why a person must look before anything runs, in a sentence; null when nothing forbids. Such an alert has neither resource nor service.</summary>
    public string? Triage { get; init; }

    /// <summary>Where the body as received is kept: <c>partition/row</c> of the intake ledger.</summary>
    public required string PayloadReference { get; init; }
}

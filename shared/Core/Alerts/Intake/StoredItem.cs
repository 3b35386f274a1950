using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>One row of the intake ledger: an alert's body as received, without secrets.</summary>
/// <param name="AlertId">The id that splitting gave it.</param>
/// <param name="Source">The sender's name.</param>
/// <param name="ReceivedAt">When it was accepted.</param>
/// <param name="ExpiresAt">When retention may delete it.</param>
/// <param name="Body">The redacted body.</param>
/// <param name="Unparseable">Why it can never become an alert, when splitting saw that already; otherwise null.</param>
public sealed record StoredItem(
    string AlertId,
    string Source,
    DateTimeOffset ReceivedAt,
    DateTimeOffset ExpiresAt,
    JsonElement Body,
    DeadLetter? Unparseable = null);

/// <summary>Where an accepted alert is kept.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Reference"><c>partition/row</c> of the intake ledger; this is what is published.</param>
/// <param name="Known">Whether it was there already, with its pointer, and was handed on before: nothing was written now.</param>
public sealed record StoredReference(string AlertId, string Reference, bool Known = false)
{
    /// <summary>Until when the same content is the same delivery; after that it has another id or another place.</summary>
    public DateTimeOffset SameUntil { get; init; }

    /// <summary>Key of the pointer that stands for it until its disposition; null where none was written now.</summary>
    public string? Pointer { get; init; }
}

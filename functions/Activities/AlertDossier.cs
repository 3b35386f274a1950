using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Explaining;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>Everything that is known of one accepted alert, for the API and the page.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Scope">The scope that decided it; null while nobody has.</param>
/// <param name="Dispositions">What became of it, oldest first; empty while nobody has decided.</param>
/// <param name="Incident">The incident of its current disposition, or null.</param>
/// <param name="Alert">The alert, as whole as it is still kept; null when it never became one or has expired.</param>
/// <param name="Letter">Why it never became an alert, or null.</param>
/// <param name="Source">Its sender, where that is still known.</param>
/// <param name="ReceivedAt">When it was accepted, where that is still known.</param>
/// <param name="PayloadReference">Where its body is or was kept, where that is still known.</param>
/// <param name="Payload">The redacted body as received, or null when it has expired.</param>
/// <param name="OnCall">Whom its service calls, as the catalogue says now.</param>
public sealed record AlertFile(
    string AlertId,
    string? Scope,
    IReadOnlyList<Disposition> Dispositions,
    IncidentFile? Incident,
    Alert? Alert,
    DeadLetter? Letter,
    string? Source,
    DateTimeOffset? ReceivedAt,
    string? PayloadReference,
    StoredItem? Payload,
    IReadOnlyList<string> OnCall)
{
    /// <summary>Whether people were told, and why or why not.</summary>
    public PagedAnswer Paged => PagedAnswer.Of(Dispositions, Incident);

    /// <summary>How to see again what a body that was not understood becomes; null for an alert.</summary>
    public string? Replay => Letter is null ? null : $"ops explain {AlertId} --body > body.json, then ops normalize body.json --source {Source ?? "SOURCE"}";
}

/// <summary>Gathers what is known of an alert from scope, incident, list and intake ledger.</summary>
public sealed class AlertDossier(IncidentIndex index, IncidentJournal journal, ScopeLedger scopes, RecentAlerts recent, IntakeLedger intake, OpsCatalog catalog)
{
    /// <summary>What is known of an alert, or null when nothing is: it was never accepted, or that is long ago.</summary>
    public async Task<AlertFile?> ReadAsync(string alertId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(alertId))
        {
            return null;
        }

        var place = await index.FindPlaceAsync(alertId, cancellationToken);
        var stored = await intake.FindAsync(alertId, cancellationToken);
        var dispositions = place is null ? [] : await scopes.ReadDispositionsAsync(place.Scope, alertId, cancellationToken);
        if (dispositions.Count == 0 && stored is null)
        {
            return null;
        }

        var incident = dispositions is [.., { IncidentId: { } id }] ? await journal.ReadAsync(id, cancellationToken) : null;
        var row = (place?.ReceivedAt ?? stored?.Item.ReceivedAt ?? dispositions.FirstOrDefault()?.At) is { } received ? await recent.ReadAsync(received, alertId, cancellationToken) : null;
        var whole = incident?.Alerts.FirstOrDefault(a => a.Id == alertId) ?? (row?.Letter is null ? row?.Alert : null);
        return new AlertFile(
            alertId,
            dispositions.Count == 0 ? null : place!.Scope,
            dispositions,
            incident,
            whole,
            row?.Letter ?? stored?.Item.Unparseable,
            whole?.Source ?? row?.Alert.Source ?? stored?.Item.Source,
            whole?.ReceivedAt ?? row?.Alert.ReceivedAt ?? stored?.Item.ReceivedAt,
            whole?.PayloadReference ?? row?.Alert.PayloadReference ?? stored?.Reference,
            stored?.Item,
            whole?.Service is { } service ? catalog.Services.ByName(service)?.OnCall ?? [] : []);
    }
}

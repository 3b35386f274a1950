using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Search;
using OpsAutomation.Core.Explaining;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Alerts and their dispositions as JSON: by id, or by a search.</summary>
public sealed class AlertsApi(Access access, AlertDossier dossier, RecentAlerts recent, TimeProvider clock)
{
    /// <summary>Alerts that fit a search, newest first, with where to go on.</summary>
    [Function("ListAlerts")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/alerts")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        var (query, problems) = AlertQueryReader.Read(Searched.Fields(request.Query), clock.GetUtcNow());
        if (query is null)
        {
            return Problems.Fields(StatusCodes.Status400BadRequest, "No search", [.. problems.Select(p => (p.Field, p.Message))]);
        }

        var found = await AlertSearch.FindAsync(recent, query, cancellationToken);
        var next = found.Next is { } position ? $"/api/alerts?{AlertQueryReader.QueryString(query, position)}" : null;
        return JsonBody.Of(new AlertList(query.From, query.To, found.Scanned, found.Complete, found.Next?.Token, next, [.. found.Alerts.Select(ListedAlert.Of)]));
    }

    /// <summary>What became of an alert, with the reason and what would have happened otherwise.</summary>
    [Function("ExplainAlert")]
    public async Task<IActionResult> Explain(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/alerts/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        access.Refuse(request, OpsRole.Reader) ?? (await dossier.ReadAsync(id, cancellationToken) is { } file
            ? JsonBody.Of(AlertExplanation.Of(file))
            : Problems.Problem(StatusCodes.Status404NotFound, "No such alert", "No alert of that id was accepted, or that is longer ago than alerts are kept."));
}

/// <summary>Reads a search from a URL.</summary>
internal static class Searched
{
    // The host takes its key from the query too; it is no field of a search.
    private static readonly string[] OfTheHost = ["code", "clientId"];

    /// <summary>Every name with every value that was given for it.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Fields(IQueryCollection query) =>
        query.Where(f => !OfTheHost.Contains(f.Key, StringComparer.OrdinalIgnoreCase)).SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v)));
}

/// <summary>Answer of a search.</summary>
/// <param name="From">The earliest moment of receipt that was searched (inclusive).</param>
/// <param name="To">The latest (exclusive).</param>
/// <param name="Scanned">How many alerts this call read.</param>
/// <param name="Complete">Whether everything was looked at. Only then is what is not here not there.</param>
/// <param name="Continue">Where to go on, for the field of that name; null when complete.</param>
/// <param name="Next">The path of the next answer, with the same fields and times; null when complete.</param>
/// <param name="Alerts">What fits, newest first.</param>
public sealed record AlertList(
    DateTimeOffset From, DateTimeOffset To, int Scanned, bool Complete, string? Continue, string? Next, IReadOnlyList<ListedAlert> Alerts);

/// <summary>An alert of a list, with what became of it.</summary>
/// <param name="Id">The alert.</param>
/// <param name="ReceivedAt">When it was accepted.</param>
/// <param name="Source">Its sender.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Status">Whether it fires.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Service">Its service, or null.</param>
/// <param name="Resource">Its resource, or null.</param>
/// <param name="Fingerprint">Its fingerprint; empty for what never became an alert.</param>
/// <param name="Summary">What it says.</param>
/// <param name="Disposition">What became of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="IncidentId">Its incident, or null.</param>
/// <param name="DecidedAt">When that was decided.</param>
/// <param name="DeadLetter">Why it never became an alert, or null.</param>
/// <param name="Link">The path of its page.</param>
public sealed record ListedAlert(
    string Id,
    DateTimeOffset ReceivedAt,
    string Source,
    string Rule,
    AlertStatus Status,
    Severity Severity,
    string? Service,
    string? Resource,
    string Fingerprint,
    string Summary,
    DispositionKind Disposition,
    string Reason,
    string? IncidentId,
    DateTimeOffset DecidedAt,
    DeadLetter? DeadLetter,
    string Link)
{
    /// <summary>The entry of a row.</summary>
    public static ListedAlert Of(RecentAlert row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var alert = row.Alert;
        return new ListedAlert(
            alert.Id,
            alert.ReceivedAt,
            alert.Source,
            alert.Rule,
            alert.Status,
            alert.Severity,
            alert.Service,
            alert.Resource,
            alert.Fingerprint,
            alert.Summary,
            row.Kind,
            row.Reason,
            row.IncidentId,
            row.DecidedAt,
            row.Letter,
            $"/ops/alerts/{Uri.EscapeDataString(alert.Id)}");
    }
}

/// <summary>Answer about one alert.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="State"><c>decided</c>, or <c>accepted</c>: kept, and not decided yet.</param>
/// <param name="Scope">The scope that decided; null while nobody has.</param>
/// <param name="Paged">Whether people were told, and why or why not.</param>
/// <param name="History">The dispositions in a sentence.</param>
/// <param name="OnCall">Whom its service calls, as the catalogue says now.</param>
/// <param name="Dispositions">Append-only; the last one is current.</param>
/// <param name="Alert">The alert, as whole as it is still kept; null when it never became one.</param>
/// <param name="DeadLetter">Why it never became an alert, or null.</param>
/// <param name="Replay">How to see again what such a body becomes, or null.</param>
/// <param name="Source">Its sender, where that is still known.</param>
/// <param name="ReceivedAt">When it was accepted, where that is still known.</param>
/// <param name="Payload">Where its body is.</param>
public sealed record AlertExplanation(
    string AlertId,
    string State,
    string? Scope,
    PagedAnswer Paged,
    string History,
    IReadOnlyList<string> OnCall,
    IReadOnlyList<Disposition> Dispositions,
    Alert? Alert,
    DeadLetter? DeadLetter,
    string? Replay,
    string? Source,
    DateTimeOffset? ReceivedAt,
    PayloadPlace Payload)
{
    /// <summary>The answer of what is known.</summary>
    public static AlertExplanation Of(AlertFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new AlertExplanation(
            file.AlertId,
            file.Dispositions.Count == 0 ? "accepted" : "decided",
            file.Scope,
            file.Paged,
            HistorySentence.Of(file.Dispositions),
            file.OnCall,
            file.Dispositions,
            file.Alert,
            file.Letter,
            file.Replay,
            file.Source,
            file.ReceivedAt,
            new PayloadPlace(file.PayloadReference, file.Payload is not null, file.Payload?.ExpiresAt, file.Letter is null ? null : file.Payload?.Body));
    }
}

/// <summary>Where the body as received is.</summary>
/// <param name="Reference">Its place in the intake ledger, where that is still known.</param>
/// <param name="Kept">Whether the redacted body is still kept.</param>
/// <param name="ExpiresAt">Until when; null when it is gone.</param>
/// <param name="Body">The redacted body of what was not understood, so that it can be read again; null for an alert.</param>
public sealed record PayloadPlace(string? Reference, bool Kept, DateTimeOffset? ExpiresAt, JsonElement? Body);

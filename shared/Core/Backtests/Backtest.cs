using System.Text.Json;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Core.Backtests;

/// <summary>
/// Runs stored events through a catalogue in virtual time, offline: normalise, find the scope, correlate, classify, route.
/// The same events and catalogue give the same result, whenever and wherever it runs.
/// </summary>
public static class Backtest
{
    // For whatever is held back to be told, and for windows that began in the day to end.
    private static readonly TimeSpan Afterwards = TimeSpan.FromHours(24);

    /// <summary>Runs the events, which are in the order of receipt.</summary>
    public static async Task<BacktestResult> RunAsync(OpsCatalog catalog, IReadOnlyList<BacktestEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(events);
        var sources = AlertSources.With(catalog.Mappings);
        var system = new BacktestSystem(catalog);
        var seen = new List<(string Id, BacktestEvent Event, NormaliseResult Result)>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in events)
        {
            await system.PassAsync(item.ReceivedAt, cancellationToken);
            foreach (var (id, result) in Normalise(item, sources, catalog))
            {
                // The same id again is a redelivery.
                if (!known.Add(id))
                {
                    continue;
                }

                seen.Add((id, item, result));
                if (result.Alert is { } alert)
                {
                    await system.FollowAsync(await system.Scopes.ApplyAsync(ScopeKey.Of(alert, catalog.Services), [alert], cancellationToken), cancellationToken);
                }
            }
        }

        await system.PassAsync(system.Clock.Now + Afterwards, cancellationToken);
        return new BacktestResult([.. seen.Select(s => Describe(s.Id, s.Event, s.Result, system))], system.Book.Incidents, system.Book.Pages);
    }

    private static IEnumerable<(string Id, NormaliseResult Result)> Normalise(BacktestEvent item, AlertSources sources, OpsCatalog catalog)
    {
        if (item.Unparseable is { } letter && item.Id is { } stored)
        {
            return [(stored, NormaliseResult.Dead(letter))];
        }

        if (!sources.TryFind(item.Source, out var source))
        {
            return [(item.Id ?? Unnamed(item), NormaliseResult.Dead(new DeadLetter("source", $"This catalogue has no source '{item.Source}'.")))];
        }

        if (item.Id is { } id)
        {
            return [(id, Read(id, item.Body, item, source, sources, catalog))];
        }

        var split = sources.Split(source, item.Body);
        return split.Problem is { } problem
            ? [(Unnamed(item), NormaliseResult.Dead(new DeadLetter(problem.Field, problem.Message)))]
            : split.Items.Select(i => (i.Id, i.Unparseable is { } why ? NormaliseResult.Dead(why) : Read(i.Id, i.Body, item, source, sources, catalog)));
    }

    private static NormaliseResult Read(string id, JsonElement body, BacktestEvent item, IAlertSource source, AlertSources sources, OpsCatalog catalog)
    {
        // Redacted first, since normalising reads what the ledger kept; twice changes nothing.
        using var stored = JsonDocument.Parse(Redaction.Json(body));
        var result = sources.Normalise(source, stored.RootElement, new IntakeContext(id, item.ReceivedAt, "none", catalog.Services));
        return result.Alert is { } alert ? NormaliseResult.Of(SenderScope.Hold(catalog.Senders.Find(item.Source), alert, catalog.Services)) : result;
    }

    private static string Unnamed(BacktestEvent item) => DerivedId.OfContent(item.Source, item.Body);

    private static BacktestAlert Describe(string id, BacktestEvent item, NormaliseResult result, BacktestSystem system)
    {
        if (result.Alert is not { } alert)
        {
            var letter = result.DeadLetter!;
            return new BacktestAlert(id, item.Source, item.ReceivedAt, null, null, null, null, DispositionKind.DeadLettered, letter.Reason, null, letter.Field);
        }

        var weighed = alert.Status == AlertStatus.Firing ? system.Book.Classify(alert) : null;
        var decided = system.Decided(id);
        return new BacktestAlert(
            id, item.Source, item.ReceivedAt, alert.Rule, alert.Service, weighed?.Category, weighed?.Severity,
            decided?.Kind ?? DispositionKind.DeadLettered, decided?.Reason ?? "It has no disposition.", decided?.IncidentId);
    }
}

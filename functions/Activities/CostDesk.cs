using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Sources.Cost;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Cost;
using OpsAutomation.Core.Cost.Books;
using OpsAutomation.Core.Cost.Ledger;
using OpsAutomation.Core.Cost.Proxies;
using OpsAutomation.Core.Cost.Settings;
using OpsAutomation.Integrations.Arm.Prices;
using OpsAutomation.Integrations.CostManagement;

namespace OpsAutomation.Functions.Activities;

/// <summary>Reads what is spent, judges it, and tells what is odd through the intake as alerts of our own source; each thing once.</summary>
public sealed partial class CostDesk(
    OpsCatalog catalog, CostBook book, CostQueries queries, InstanceCensus census, IPriceList prices, AlertIntake intake, TimeProvider clock, ILogger<CostDesk> logger)
{
    // A year for the seasons and the months' firsts; afterwards the days that may still be restated.
    private const int FirstDays = 364;
    private const int NewestTold = 14;
    private static readonly TimeSpan ReadEvery = TimeSpan.FromHours(4);
    private static readonly TimeSpan CensusKept = TimeSpan.FromDays(8);
    private readonly CostSource _ours = new();

    private CostSettings Settings => catalog.Cost;

    /// <summary>Reads what is due, counts what runs, and tells what is news.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var readings = Settings.Scopes.Count == 0 ? [] : await book.ReadingsAsync(cancellationToken);
        foreach (var scope in Settings.Scopes)
        {
            await CountAsync(scope, cancellationToken);
            if (await CollectAsync(scope, readings, cancellationToken))
            {
                await JudgeAsync(scope, cancellationToken);
            }
        }
    }

    /// <summary>How every scope stands.</summary>
    public async Task<IReadOnlyList<CostReview>> ReviewAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var reviews = new List<CostReview>();
        foreach (var scope in Settings.Scopes)
        {
            reviews.Add(CostReview.Of(scope, Settings, await book.ReadAsync(scope.Id, DateOnly.FromDateTime(now.UtcDateTime).AddDays(-FirstDays - 31), cancellationToken), now));
        }

        return reviews;
    }

    /// <summary>How the readings stand.</summary>
    public Task<IReadOnlyList<ReadingState>> ReadingsAsync(CancellationToken cancellationToken) => book.ReadingsAsync(cancellationToken);

    // True when the first dimension, which is judged, was read.
    private async Task<bool> CollectAsync(CostScope scope, IReadOnlyList<ReadingState> readings, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var judged = false;
        IReadOnlyDictionary<SeriesName, IReadOnlyList<CostDay>>? known = null;
        foreach (var dimension in Settings.Dimensions)
        {
            var state = readings.FirstOrDefault(r => r.Dimension == dimension && string.Equals(r.Scope, scope.Id, StringComparison.OrdinalIgnoreCase));
            if (now < state?.NotBefore || now - state?.ReadAt < ReadEvery)
            {
                continue;
            }

            // Last month is restated until its invoice closes, some days into this one.
            var from = state?.ReadAt is null ? today.AddDays(-FirstDays) : new DateOnly(today.Year, today.Month, 1).AddMonths(today.Day <= 6 ? -1 : 0);
            var answer = await queries.ReadAsync(scope.Id, dimension, from, today, cancellationToken);
            known ??= await book.ReadAsync(scope.Id, today.AddDays(-FirstDays - 31), cancellationToken);
            var merged = CostMerge.Apply(s => known.GetValueOrDefault(s, []), answer.Rows, now);
            await book.KeepAsync(scope.Id, merged, from, cancellationToken);
            await book.KeepAsync(
                new ReadingState(
                    scope.Id, dimension, answer.IsWhole ? now : state?.ReadAt, answer.RetryAfter is { } wait ? now + wait : null, answer.Problem,
                    [.. answer.Notes, .. merged.Notes]),
                cancellationToken);
            judged |= dimension == Settings.Dimensions[0] && answer.IsWhole;
            if (answer.Problem is { } problem)
            {
                NotRead(logger, scope.Id, dimension, problem);
            }

            if (answer.RetryAfter is not null)
            {
                // What throttles one query throttles the next.
                break;
            }
        }

        return judged;
    }

    private async Task JudgeAsync(CostScope scope, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var review = CostReview.Of(scope, Settings, await book.ReadAsync(scope.Id, today.AddDays(-FirstDays - 31), cancellationToken), now);
        foreach (var found in review.Anomalies)
        {
            var told = await book.ToldAsync(found.Anomaly, cancellationToken);
            if (told is null && today.DayNumber - found.Anomaly.Through.DayNumber <= NewestTold && IsFresh(found, today))
            {
                await RaiseAsync(CostEvent.Of(found.Anomaly, found.Causes, now, Known(found.Service), found.Resource), found.Anomaly.Reason);
                told = new ToldAnomaly(found.Id, now, Resource: found.Resource);
                await book.KeepAsync(told, cancellationToken);
            }

            if (told is { ResolvedAt: null } && found.Anomaly.EndedOn is not null)
            {
                await RaiseAsync(CostEvent.Of(found.Anomaly, found.Causes, now, Known(found.Service), told.Resource, resolved: true), "It is over.");
                await book.KeepAsync(told with { ResolvedAt = now }, cancellationToken);
            }
        }
    }

    private async Task CountAsync(CostScope scope, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        IReadOnlyList<SizeCount> counts;
        try
        {
            counts = await census.CountAsync(scope.Id, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotCounted(logger, scope.Id, e);
            return;
        }

        var past = await book.CensusesAsync(now - CensusKept, cancellationToken);
        var here = past.Select(c => c with { Counts = [.. c.Counts.Where(k => k.Resource.StartsWith(scope.Id, StringComparison.OrdinalIgnoreCase))] })
            .Where(c => c.Counts.Count > 0 || counts.Count == 0).ToArray();
        (double, string)? PerHour(string size) => prices.PerHour(size) is { } price ? (price.Amount, price.Currency) : null;
        foreach (var change in RunRate.Changes(here, new Census(now, counts), PerHour, Settings.MinimumPerHour))
        {
            // Told once while it lasts: the name carries the day.
            var id = $"run-rate/{change.Resource.ToLowerInvariant()}/{change.Size}/{now.UtcDateTime:yyyy-MM-dd}";
            if (change.PerHour is not { } hourly || await book.ToldAsync(id, cancellationToken) is not null)
            {
                continue;
            }

            await RaiseAsync(CostEvent.Of(change, here.Max(c => c.At), now, hourly / (change.Now - change.Before) * change.Before, now), change.Reason);
            await book.KeepAsync(new ToldAnomaly(id, now), cancellationToken);
        }

        await book.KeepAsync(new Census(now, counts), now - CensusKept, cancellationToken);
    }

    // What is long over when it is first seen, as in the first year that is read, is history and no news.
    private static bool IsFresh(ExplainedAnomaly found, DateOnly today) =>
        found.Anomaly.EndedOn is not { } ended || today.DayNumber - ended.DayNumber <= NewestTold / 2;

    private string? Known(string? service) => service is not null && catalog.Services.ByName(service) is not null ? service : null;

    private async Task RaiseAsync(JsonObject body, string reason)
    {
        using var parsed = JsonDocument.Parse(body.ToJsonString());
        var split = _ours.Split(parsed.RootElement);
        var accepted = await intake.AcceptAsync(_ours.Name, split.Items);
        Raised(logger, reason, accepted.Stored[0].AlertId);
    }

    [LoggerMessage(2301, LogLevel.Warning, "Cost: {Reason} Raised as {AlertId}.")]
    private static partial void Raised(ILogger logger, string reason, string alertId);

    [LoggerMessage(2302, LogLevel.Warning, "Cost of {Scope} by {Dimension} could not be read whole: {Problem}")]
    private static partial void NotRead(ILogger logger, string scope, string dimension, string problem);

    [LoggerMessage(2303, LogLevel.Warning, "What runs in {Scope} could not be counted.")]
    private static partial void NotCounted(ILogger logger, string scope, Exception exception);
}

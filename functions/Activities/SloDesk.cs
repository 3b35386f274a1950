using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Sources.Slo;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Slos;
using OpsAutomation.Core.Slos.Burning;
using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Measures objectives: reads what their sources know, keeps it, raises what burns as alerts of the source <c>slo</c>, and
/// reports the budgets to the guardrails.
/// </summary>
public sealed partial class SloDesk(
    OpsCatalog catalog, SliLedger ledger, ISliReader reader, BudgetBook budgets, AlertIntake intake, TimeProvider clock, ILogger<SloDesk> logger)
{
    // Sources correct their newest minutes for a while (Azure Monitor: platform metrics are whole within three minutes).
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MostAtOnce = TimeSpan.FromDays(1);

    private readonly SloSource _source = new();

    /// <summary>Measures every objective once. One whose source fails keeps no other from being measured.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var statuses = new List<SloStatus>();
        foreach (var slo in catalog.Slos)
        {
            try
            {
                statuses.Add(await MeasureAsync(slo, cancellationToken));
            }
            catch (RecordConflictException)
            {
                // Another instance measures it; it reports, too.
            }
        }

        foreach (var service in statuses.GroupBy(s => s.Slo.Service, StringComparer.Ordinal))
        {
            await ReportAsync(service.Key, [.. service], cancellationToken);
        }
    }

    /// <summary>How every objective stands.</summary>
    public async Task<IReadOnlyList<SloStatus>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var statuses = new List<SloStatus>();
        foreach (var slo in catalog.Slos)
        {
            var (state, _) = await ledger.ReadStateAsync(slo.Name, cancellationToken);
            statuses.Add(SloStatus.Of(slo, await ledger.ReadAsync(slo.Name, now, cancellationToken), state, now));
        }

        return statuses;
    }

    private async Task<SloStatus> MeasureAsync(Slo slo, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (state, tag) = await ledger.ReadStateAsync(slo.Name, cancellationToken);
        var history = await ledger.ReadAsync(slo.Name, now, cancellationToken);
        var from = SliMinute.Floor(state is null ? now - SliLedger.MinutesKept + TimeSpan.FromHours(2) : Later(state.MeasuredTo - Late, now - SliLedger.MinutesKept));
        var to = SliMinute.Floor(from + MostAtOnce < now ? from + MostAtOnce : now);
        var (measured, failure) = await CountAsync(slo, from, to, cancellationToken);
        var after = history.With(measured);

        // Where the source failed, time stands still: what is not known yet is no gap until the source says so.
        var reached = failure is null ? to : state?.MeasuredTo ?? from;
        var next = new SloState(reached, state?.Standings ?? [], failure, failure is null ? null : state?.FailingSince ?? now);
        var status = SloStatus.Of(slo, after, next, now);
        if (failure is null && to > now - Late)
        {
            // While the past is made up for, nothing is told: it was not so now.
            var (standings, turns) = BurnTurn.Follow(next.Standings, status.Readings, to);
            await RaiseAsync(status, turns);
            next = next with { Standings = standings };
            status = status with { State = next, FrozenSince = BurnTurn.FrozenSince(standings, status.At) };
        }

        await ledger.KeepAsync(slo.Name, measured, after, next, tag, now, cancellationToken);
        return status;
    }

    private async Task<(IReadOnlyList<SliMinute> Minutes, string? Failure)> CountAsync(Slo slo, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var planned = PlannedMinutes.Of(slo, catalog.Calendars.Windows);

        // A counter grows from the minute before.
        var answers = await Task.WhenAll(slo.Indicator.Queries.Select(q => reader.ReadAsync(q, q.IsCounter ? from.AddMinutes(-1) : from, to, cancellationToken)));
        if (answers.Select(a => a.Failure).FirstOrDefault(f => f is not null) is { } failure)
        {
            NotRead(logger, slo.Name, failure);
            return ([], failure);
        }

        var minutes = slo.Indicator switch
        {
            RatioIndicator ratio => SliCounting.Ratio(ratio, answers[0].Samples, answers[1].Samples, planned),
            ThresholdIndicator threshold => SliCounting.Threshold(threshold, answers[0].Samples, planned),
            _ => [],
        };
        return ([.. minutes.Where(m => m.Start >= from && m.Start < to)], null);
    }

    private async Task RaiseAsync(SloStatus status, IReadOnlyList<BurnTurn> turns)
    {
        foreach (var turn in turns)
        {
            var body = BurnEvents.Of(status.Slo, turn, status.Budget.Remaining);
            var accepted = await intake.AcceptAsync(BurnEvents.Source, _source.Split(body).Items);
            Raised(logger, status.Slo.Name, turn.EndedAt is null ? "burns" : "burns no more", turn.Reading.Reason, accepted.Stored[0].AlertId);
        }
    }

    // The worst of a service's objectives decides. Where one cannot be told, nothing is reported: what stands grows old, and is unknown then.
    private async Task ReportAsync(string service, IReadOnlyList<SloStatus> statuses, CancellationToken cancellationToken)
    {
        if (statuses.Count < catalog.Slos.Count(s => s.Service == service) || statuses.Any(s => s.Budget.Remaining is null))
        {
            return;
        }

        var worst = statuses.MinBy(s => s.Budget.Remaining)!;
        var frozen = statuses.Where(s => s.FrozenSince is not null).MinBy(s => s.FrozenSince);
        var report = new BudgetReport(service, worst.Budget.Remaining!.Value, (worst.Budget.Remaining > 0 ? frozen ?? worst : worst).Slo.Name, statuses.Min(s => s.At), frozen?.FrozenSince);
        try
        {
            await budgets.ReportAsync(report, cancellationToken);
        }
        catch (RecordConflictException)
        {
            // The next measurement says it again.
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    [LoggerMessage(2310, LogLevel.Warning, "The objective {Slo} could not be measured: {Failure}")]
    private static partial void NotRead(ILogger logger, string slo, string failure);

    [LoggerMessage(2311, LogLevel.Warning, "The budget of {Slo} {What}: {Reason} Raised as {AlertId}.")]
    private static partial void Raised(ILogger logger, string slo, string what, string reason, string alertId);
}

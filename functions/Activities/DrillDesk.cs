using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Sources.Ops;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Telemetry.Drills;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Sends synthetic alerts the way of every alert (stored, published, delivered, correlated, indexed) and sees whether they
/// arrive. When they do not, people are told directly: what is broken is the way that they would be told otherwise.
/// </summary>
public sealed partial class DrillDesk(
    DrillLedger ledger, AlertIntake intake, IncidentIndex index, ScopeLedger scopes, OutageTeller teller, OpsOptions options, TimeProvider clock, ILogger<DrillDesk> logger)
{
    private readonly OpsSource _ours = new();

    // Only in memory, for it is about records that cannot be written.
    private DrillOutage? _blind;

    /// <summary>Judges what was sent, sends what is due, and tells people what they must know.</summary>
    /// <param name="mayBeDeaf">Whether this system has just begun, and may not be connected yet: nothing is sent then.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task TickAsync(bool mayBeDeaf, CancellationToken cancellationToken)
    {
        if (options.SyntheticEvery is not { } every || every <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await DrillAsync(every, mayBeDeaf, cancellationToken);
        }
        catch (RecordConflictException)
        {
            // Another instance did the same a moment before.
            return;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await BlindAsync(every, cancellationToken);
            Failed(logger, e);
            return;
        }

        await SeeingAsync(cancellationToken);
    }

    private async Task DrillAsync(TimeSpan every, bool mayBeDeaf, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (before, tag) = await ledger.ReadAsync(cancellationToken);
        var state = before;
        var outcomes = new List<DrillOutcome>();
        foreach (var drill in state.Pending)
        {
            if (await JudgeAsync(drill, now, cancellationToken) is { } outcome)
            {
                outcomes.Add(outcome);
                state = DrillRules.After(state, outcome, now);
                if (!outcome.Good)
                {
                    Bad(logger, outcome.AlertId, outcome.Reason);
                }
            }
        }

        var missed = 0L;
        if (!mayBeDeaf && DrillRules.Due(state, every, now) is { } due)
        {
            missed = due.Missed;
            var pending = await SendAsync(due.Number, now, cancellationToken);
            state = state with { Every = every, LastNumber = due.Number, Pending = [.. state.Pending, pending] };
        }

        if (state != before)
        {
            await ledger.KeepAsync(state, tag, outcomes, missed, now, cancellationToken);
        }

        if (state.Outage is { } outage)
        {
            await TellAsync(outage, cancellationToken);
        }
    }

    private async Task<DrillOutcome?> JudgeAsync(PendingDrill drill, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var first = await index.FindPlaceAsync(drill.AlertId, cancellationToken) is { Scope: var scope }
            ? (await scopes.ReadDispositionsAsync(scope, drill.AlertId, cancellationToken)).FirstOrDefault()
            : null;
        return DrillRules.Judge(drill, first?.At, first is { Kind: not DispositionKind.DeadLettered }, options.SyntheticWithin, now);
    }

    private async Task<PendingDrill> SendAsync(long number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var accepted = await intake.AcceptAsync(_ours.Name, _ours.Split(OpsEvents.Drill(number, now)).Items);
        return new PendingDrill(accepted.Stored[0].AlertId, now);
    }

    private async Task TellAsync(DrillOutage outage, CancellationToken cancellationToken)
    {
        var told = await teller.TellAsync(outage, cancellationToken);
        if (told.Count == 0 && outage.EndedAt is null)
        {
            return;
        }

        // Read again: telling may have taken seconds.
        var (state, tag) = await ledger.ReadAsync(cancellationToken);
        if (state.Outage is { } still && still.Since == outage.Since)
        {
            await ledger.KeepAsync(state with { Outage = DrillRules.AfterTelling(still, told, teller.Channels) }, tag, [], 0, clock.GetUtcNow(), cancellationToken);
        }
    }

    private async Task BlindAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        _blind ??= new DrillOutage(now, "They can be neither sent nor judged: records cannot be read or written.", null, [], []);

        // Two drills would have failed by then.
        if (now - _blind.Since >= every)
        {
            _blind = DrillRules.AfterTelling(_blind, await teller.TellAsync(_blind, cancellationToken), teller.Channels);
        }
    }

    private async Task SeeingAsync(CancellationToken cancellationToken)
    {
        if (_blind is not null)
        {
            _blind = _blind with { EndedAt = _blind.EndedAt ?? clock.GetUtcNow() };
            _blind = DrillRules.AfterTelling(_blind, await teller.TellAsync(_blind, cancellationToken), teller.Channels);
        }
    }

    [LoggerMessage(2182, LogLevel.Error, "The synthetic alert {AlertId} failed. {Reason}")]
    private static partial void Bad(ILogger logger, string alertId, string reason);

    [LoggerMessage(2183, LogLevel.Error, "Synthetic alerts could not be sent or judged.")]
    private static partial void Failed(ILogger logger, Exception exception);
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources.Ops;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.ChatOps;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Telemetry.FireDrills;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Fire drills with people: an alert goes the way of every alert, people are told through their channels by a message that is marked
/// as a drill, they acknowledge and decide by its links, an action that changes nothing is carried out and verified. It is no incident,
/// so nobody is paged as for one and no measure of incidents counts it. One that fails raises a real alert.
/// </summary>
public sealed partial class FireDrillDesk(
    FireDrillLedger ledger, AlertIntake intake, IncidentIndex index, ScopeLedger scopes, IEnumerable<INotifier> notifiers, ActSigner signer, OpsLinks links, OpsCatalog catalog, TimeProvider clock, ILogger<FireDrillDesk> logger)
{
    private static readonly OpsSource Ours = new();

    private readonly INotifier[] _notifiers = [.. notifiers];

    /// <summary>Begins what is due, and does what is next about what is under way.</summary>
    /// <param name="mayBeDeaf">Whether this system has just begun, and may not be connected yet: nothing is begun then.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task TickAsync(bool mayBeDeaf, CancellationToken cancellationToken)
    {
        if (!mayBeDeaf)
        {
            await BeginDueAsync(cancellationToken);
        }

        if (catalog.Drills.Count == 0)
        {
            return;
        }

        foreach (var run in (await ledger.ListAsync(cancellationToken)).Where(r => r.EndedAt is null))
        {
            await GoOnAsync(run, cancellationToken);
        }
    }

    /// <summary>Begins a drill now, besides those of its schedule; null where there is none of that name.</summary>
    public async Task<FireDrillRun?> BeginNowAsync(string name, string user, CancellationToken cancellationToken)
    {
        if (catalog.Drills.FirstOrDefault(d => d.Name == name) is not { } drill)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var run = await BeginAsync(drill, string.Create(CultureInfo.InvariantCulture, $"DRILL-{name}-at-{now.UtcDateTime:yyyyMMddHHmmss}"), cancellationToken);
        Begun(logger, run.Id, user);
        return run;
    }

    /// <summary>Records what a person answered by a link of the message.</summary>
    public async Task<ActResult> AnswerAsync(ActOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (await ledger.ReadAsync(order.IncidentId, cancellationToken) is not var (before, _))
        {
            return new(ActOutcome.Missing, "There is no drill of that id.");
        }

        if (!before.People.Contains(order.User, StringComparer.OrdinalIgnoreCase))
        {
            return new(ActOutcome.Refused, $"This drill is for {string.Join(", ", before.People)}.");
        }

        if (before.EndedAt is not null)
        {
            return new(ActOutcome.Refused, "This drill is over.");
        }

        var now = clock.GetUtcNow();
        var seen = order.Act == Acts.DrillSeen;
        if (seen ? before.AcknowledgedAt is not null : before.DecidedAt is not null)
        {
            return new(ActOutcome.Before, $"{(seen ? before.AcknowledgedBy : before.DecidedBy)} did it before.");
        }

        var run = await ledger.ChangeAsync(
            before.Id,
            standing => seen
                ? standing with { AcknowledgedAt = standing.AcknowledgedAt ?? now, AcknowledgedBy = standing.AcknowledgedBy ?? order.User }
                : standing.DecidedAt is not null ? standing : standing with { DecidedAt = now, DecidedBy = order.User, Approved = order.Act == Acts.DrillApprove },
            cancellationToken);
        var took = (now - (run!.ToldAt ?? run.SentAt)).TotalSeconds;
        return new(ActOutcome.Done, string.Create(CultureInfo.InvariantCulture, $"Thank you: recorded after {took:0} s. This was a drill; nothing is changed."));
    }

    /// <summary>What stands for a drill where an incident would stand; it is in no record of incidents. Null where there is none of that id.</summary>
    public async Task<Incident?> HeadAsync(string id, CancellationToken cancellationToken) =>
        await ledger.ReadAsync(id, cancellationToken) is var (run, _) ? Head(run) : null;

    private Incident Head(FireDrillRun run) => new()
    {
        Id = run.Id,
        Scope = "drills",
        Title = $"DRILL: this is the fire drill {run.Drill}, and nothing is broken",
        Severity = Severity.Sev4,
        Status = run.EndedAt is null ? IncidentStatus.AwaitingApproval : IncidentStatus.Closed,
        Service = catalog.Drills.FirstOrDefault(d => d.Name == run.Drill)?.Service,
        Episode = 1,
        StartedAt = run.SentAt,
        OpenedAt = run.SentAt,
        UpdatedAt = clock.GetUtcNow(),
        ClosedAt = run.EndedAt,
        AlertCount = 0,
        LastSequence = 0,
        LastHash = string.Empty,
    };

    private async Task BeginDueAsync(CancellationToken cancellationToken)
    {
        foreach (var drill in catalog.Drills)
        {
            if (drill.DueBy(clock.GetUtcNow()) is not var (number, at) || await ledger.LastAsync(drill.Name, cancellationToken) >= number)
            {
                continue;
            }

            // The first look at a drill begins none that is long past; and what was due while nothing ran is passed over, but for the last.
            if (clock.GetUtcNow() - at < TimeSpan.FromHours(1))
            {
                await BeginAsync(drill, string.Create(CultureInfo.InvariantCulture, $"DRILL-{drill.Name}-{number}"), cancellationToken);
            }

            await ledger.MarkAsync(drill.Name, number, cancellationToken);
        }
    }

    private async Task<FireDrillRun> BeginAsync(FireDrill drill, string id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var accepted = await intake.AcceptAsync(Ours.Name, Ours.Split(OpsEvents.FireDrill(id, now)).Items);
        var run = new FireDrillRun
        {
            Id = id,
            Drill = drill.Name,
            SentAt = now,
            AlertId = accepted.Stored[0].AlertId,
            People = catalog.Routing.Resolve(drill.People, now),
            Within = drill.Within,
        };
        await ledger.BeginAsync(run, cancellationToken);
        return run;
    }

    private async Task GoOnAsync(FireDrillRun run, CancellationToken cancellationToken)
    {
        if (run.DisposedAt is null && await DisposedAsync(run.AlertId, cancellationToken) is { } disposed)
        {
            run = await ledger.ChangeAsync(run.Id, r => r with { DisposedAt = disposed }, cancellationToken) ?? run;
        }

        // One look may do several steps: an approval is acted on and ended by the same.
        for (var step = FireDrillFlow.Next(run, clock.GetUtcNow()); step != FireDrillStep.Wait; step = FireDrillFlow.Next(run, clock.GetUtcNow()))
        {
            run = step switch
            {
                FireDrillStep.Tell => await TellAsync(run, cancellationToken),
                FireDrillStep.Act => await ActAsync(run, cancellationToken),
                _ => await EndAsync(run, cancellationToken),
            };
        }
    }

    private async Task<DateTimeOffset?> DisposedAsync(string alertId, CancellationToken cancellationToken) =>
        await index.FindPlaceAsync(alertId, cancellationToken) is { Scope: var scope }
        && (await scopes.ReadDispositionsAsync(scope, alertId, cancellationToken)).FirstOrDefault() is { Kind: not DispositionKind.DeadLettered } first
            ? first.At
            : null;

    // A ticket makes no sound beyond the message, and no pager is told of it: a drill wakes nobody.
    private async Task<FireDrillRun> TellAsync(FireDrillRun run, CancellationToken cancellationToken)
    {
        var drill = catalog.Drills.FirstOrDefault(d => d.Name == run.Drill);
        var head = Head(run);
        var deliveries = new List<FireDrillDelivery>();
        foreach (var missing in drill?.Channels.Where(c => !_notifiers.Any(n => n.Channel == c)) ?? [])
        {
            deliveries.Add(new(missing, false, clock.GetUtcNow(), "it is not set up"));
        }

        var told = clock.GetUtcNow();
        foreach (var notifier in _notifiers.Where(n => drill is null || drill.Channels.Count == 0 || drill.Channels.Contains(n.Channel, StringComparer.Ordinal)))
        {
            var delivery = await notifier.SendAsync(Notice(run, head), cancellationToken);
            if (!delivery.Skipped)
            {
                deliveries.Add(new(notifier.Channel, delivery.Delivered, clock.GetUtcNow(), delivery.Reason));
            }
        }

        return await ledger.ChangeAsync(run.Id, r => r with { ToldAt = told, Deliveries = deliveries }, cancellationToken) ?? run;
    }

    private Notice Notice(FireDrillRun run, Incident head) => new()
    {
        Key = "drill",
        Kind = NoticeKind.FromPlaybook,
        Urgency = Urgency.Ticket,
        Incident = head,
        Headline = $"DRILL, nothing is broken: {string.Join(", ", run.People)}, please acknowledge and decide",
        Details =
        [
            "This is an exercise. Answer by the buttons as you would at a real alert; the times are recorded.",
            "What is asked: may an action be carried out that changes nothing?",
            $"Acknowledge within {run.Within.Acknowledged.TotalMinutes:0.#} minutes and decide within {run.Within.Decided.TotalMinutes:0.#}; nobody answering raises an incident.",
        ],
        Route = $"Ticket: {string.Join(", ", run.People)} (drill), because it is due.",
        Deadline = clock.GetUtcNow() + run.Within.Decided,
        At = clock.GetUtcNow(),
        IncidentLink = links.Telemetry,
        Acts = [.. Acts.OfDrills.Select(a => new NoticeAct(a.Word, links.Act(signer.Sign(a.Name, run.Id, "drill"))))],
    };

    private async Task<FireDrillRun> ActAsync(FireDrillRun run, CancellationToken cancellationToken)
    {
        var acted = clock.GetUtcNow();
        var verified = await ledger.ActAsync(run.Id, cancellationToken);
        return await ledger.ChangeAsync(run.Id, r => r with { ActedAt = acted, VerifiedAt = verified ? clock.GetUtcNow() : null }, cancellationToken) ?? run;
    }

    // Told before it is noted that it is over: a crash tells it again, and the same event is one alert.
    private async Task<FireDrillRun> EndAsync(FireDrillRun run, CancellationToken cancellationToken)
    {
        var (now, problems) = (clock.GetUtcNow(), FireDrillFlow.Problems(run));
        var earlier = (await ledger.ListAsync(cancellationToken)).Where(r => r.Drill == run.Drill && r.Id != run.Id && r.EndedAt is not null).ToList();
        if (problems.Count > 0)
        {
            Failed(logger, run.Id, string.Join(" ", problems));
            await RaiseAsync(OpsEvents.DrillFailed(run.Drill, run.SentAt, Cut(string.Join(" ", problems)), null, now));
        }
        else
        {
            // Those since the last good one are over with this one.
            foreach (var failed in earlier.TakeWhile(r => !r.Passed))
            {
                await RaiseAsync(OpsEvents.DrillFailed(run.Drill, failed.SentAt, Cut(string.Join(" ", failed.Problems)), now, now));
            }
        }

        return await ledger.ChangeAsync(run.Id, r => r with { EndedAt = now, Problems = problems }, cancellationToken) ?? run with { EndedAt = now };
    }

    private Task RaiseAsync(JsonElement body) => intake.AcceptAsync(Ours.Name, Ours.Split(body).Items);

    private static string Cut(string text) => text.Length <= 1000 ? text : text[..1000];

    [LoggerMessage(2186, LogLevel.Information, "{User} began the fire drill {RunId}.")]
    private static partial void Begun(ILogger logger, string runId, string user);

    [LoggerMessage(2187, LogLevel.Warning, "The fire drill {RunId} failed: {Problems}")]
    private static partial void Failed(ILogger logger, string runId, string problems);
}

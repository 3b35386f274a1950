using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Makes the next move about a change that is taken back outside of its run, and says when to look again: because it has
/// expired, or because a person wants it. What differs is when, whether the signal is asked, and which guardrails hold.
/// </summary>
public sealed class GiveBack(
    IncidentJournal journal,
    OutboxPump pump,
    ISignalReader signals,
    ActionLookup actions,
    InversePlanner inverses,
    UndoHashes undos,
    OperationSender sender,
    GuardrailLedger guardrails,
    NoticeDesk notices,
    OpsCatalog catalog,
    TimeProvider clock)
{
    private static readonly TimeSpan LookWhilePaused = TimeSpan.FromMinutes(10);

    /// <summary>Carries one move out.</summary>
    /// <returns>When to look again, or null when it is over.</returns>
    [Function(nameof(GiveBack))]
    public async Task<DateTimeOffset?> Run([ActivityTrigger] TtlOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var file = await journal.RequireAsync(order.IncidentId, cancellationToken);
        var move = ExpiryFlow.Next(file, order, clock.GetUtcNow());
        if (move.Kind == ExpiryMoveKind.Wait)
        {
            return move.Until;
        }

        if (Facts(file, order).Any(f => f is Fact.EscalatedTo or Fact.Ended))
        {
            return await LeaveAsync(file, order, client, cancellationToken);
        }

        if (await PausedAsync(file, order, move, client, cancellationToken))
        {
            return clock.GetUtcNow() + LookWhilePaused;
        }

        var (text, fact) = move.Kind switch
        {
            ExpiryMoveKind.Look => await LookAsync(file, order, cancellationToken),
            ExpiryMoveKind.Start => await StartAsync(file, order, client, cancellationToken),
            ExpiryMoveKind.Poll => await PollAsync(file, order, cancellationToken),
            ExpiryMoveKind.Verify => await VerifyAsync(file, order, cancellationToken),
            ExpiryMoveKind.Tell => ($"Not given back; a person looks at it. {move.Reason}", new Fact.EscalatedTo(move.Reason)),
            _ => ($"{(order.Undo is null ? "The expiry" : "The undo")} of {order.StepId} is over. {move.Reason}", new Fact.Ended(move.Reason)),
        };
        await pump.AppendAsync(
            order.IncidentId, _ => new NewEntry(move.Key, Actors.Automation, text, new Fact.Expiry(order.StepId, fact, order.Undo)), client, cancellationToken);
        if (fact is not (Fact.EscalatedTo or Fact.Ended))
        {
            // Put off for half an hour or more: others may work on the resource meanwhile. Refused while it is in doubt. A try that
            // died after it had reserved has left a lease, too.
            if (fact is Fact.StartFailed or Fact.Refused)
            {
                await guardrails.ReleaseAsync(Holder(order), cancellationToken: cancellationToken);
            }

            return clock.GetUtcNow();
        }

        return await LeaveAsync(await journal.RequireAsync(order.IncidentId, cancellationToken), order, client, cancellationToken);
    }

    // The kill switch, a hold or a freeze ends by itself or by a person: waiting for that is no try that failed, and ends no
    // expiry. People are told once for each reason, since the change costs money meanwhile.
    private async Task<bool> PausedAsync(IncidentFile file, TtlOrder order, ExpiryMove move, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (order.Undo is not null
            || move.Kind is not (ExpiryMoveKind.Look or ExpiryMoveKind.Start)
            || ActionLookup.Executed(file, order.StepId) is not { } executed
            || Facts(file, order).LastOrDefault(f => f is Fact.Intended or Fact.StartFailed) is Fact.Intended)
        {
            return false;
        }

        var pauses = (await guardrails.PausesAsync(Holder(order), executed.Target.ResourceId, ChangePurpose.GiveBack, cancellationToken)).Refusals();
        if (pauses.Count == 0)
        {
            return false;
        }

        var why = string.Join(" ", pauses);
        var key = $"expiry-held:{order.StepId}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(why)))[..16]}";
        if (file.Entries.All(e => e.Key != $"notify:{key}"))
        {
            await pump.AppendAsync(
                order.IncidentId,
                _ => new NewEntry(key, Actors.Automation, $"Expired, and held: {why} It is given back when that has ended.", new Fact.Noted(why)),
                client,
                cancellationToken);
            await notices.TellAsync(order.IncidentId, key, $"A change that expired is not given back for now, and goes on costing: {why}", client, cancellationToken);
        }

        return true;
    }

    // Tells whom it concerns, once, and gives the resource back; while an operation is in doubt it looks again from time
    // to time, since nobody else does and the lease would keep everybody from the resource.
    private async Task<DateTimeOffset?> LeaveAsync(IncidentFile file, TtlOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var about = order.Undo is null ? $"expiry:{order.StepId}" : ExpiryFlow.KeyOf(order);
        if (Facts(file, order).OfType<Fact.EscalatedTo>().LastOrDefault() is { } told && !file.Entries.Any(e => e.Key == $"notify:{about}"))
        {
            var back = ActionLookup.Executed(file, order.StepId) is { } done ? UndoWords.WayBack(done) : null;
            await notices.TellAsync(order.IncidentId, about, $"Step {order.StepId} could not be taken back: {told.Reason}", client, cancellationToken, back);
        }

        if ((await guardrails.ReleaseAsync(Holder(order), cancellationToken: cancellationToken)).Released)
        {
            return null;
        }

        if (Facts(file, order).OfType<Fact.Intended>().LastOrDefault() is { } intent && await IsOverAsync(file, order, intent, cancellationToken))
        {
            await guardrails.MarkFinishedAsync(Holder(order), intent.OperationId, cancellationToken: cancellationToken);
            return clock.GetUtcNow();
        }

        return clock.GetUtcNow() + ExpiryFlow.PutOff;
    }

    private async Task<bool> IsOverAsync(IncidentFile file, TtlOrder order, Fact.Intended intent, CancellationToken cancellationToken)
    {
        var action = actions.Find(intent.Plan.Action);
        return Facts(file, order).OfType<Fact.Started>().LastOrDefault() is { } started
            ? (await action.PollAsync(intent.Plan, started.StatusUrl, cancellationToken)).Outcome is Core.Actions.PollOutcome.Succeeded or Core.Actions.PollOutcome.Failed
            : (await action.AdoptAsync(intent.Plan, intent.OperationId, cancellationToken)).Outcome != Core.Actions.AdoptOutcome.Unknown;
    }

    // Leases of an expiry are its own: giving them back must not give back those of the run.
    private static string Holder(TtlOrder order) => order.Undo is { } number
        ? IncidentRun.UndoId(order.IncidentId, number)
        : IncidentRun.ExpiryId(order.IncidentId, order.StepId);

    private static IEnumerable<Fact> Facts(IncidentFile file, TtlOrder order) =>
        file.Facts.OfType<Fact.Expiry>().Where(x => x.StepId == order.StepId && x.Undo == order.Undo).Select(x => x.What);

    private static ChangePurpose Purpose(TtlOrder order) => order.Undo is null ? ChangePurpose.GiveBack : ChangePurpose.PersonUndo;

    private async Task<(string Text, Fact Fact)> LookAsync(IncidentFile file, TtlOrder order, CancellationToken cancellationToken)
    {
        var alert = file.Facts.OfType<Fact.Opened>().First().Alert;
        var reading = await signals.ReadAsync(alert, null, cancellationToken);
        var fact = new Fact.SignalRead(string.Empty, SignalPurpose.Close, reading.State, reading.Value, reading.Reason);
        if (reading.State != SignalState.Healthy)
        {
            return ($"Expired, but the signal is not known to be healthy: put off. {reading.Reason}", fact);
        }

        // What cannot be planned is for the start to say; here only: would it fire again?
        var planned = await inverses.PlanAsync(file, order.StepId, cancellationToken);
        var executed = ActionLookup.Executed(file, order.StepId);
        var projection = executed is not null && actions.Find(executed.Action).Descriptor.CountCarriesLoad
            ? GiveBackProjection.Of(alert, reading.Value, executed.CapacityAfter, planned.Plan?.CapacityAfter)
            : null;
        return projection is { Fires: true }
            ? ($"Expired and healthy, but giving back would make it fire again: put off. {projection.Reason}", new Fact.Refused(order.StepId, [projection.Reason]))
            : ($"Expired, and the signal is healthy: the change is given back. {projection?.Reason ?? reading.Reason}", fact);
    }

    private async Task<(string Text, Fact Fact)> StartAsync(
        IncidentFile file, TtlOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var intent = Facts(file, order).LastOrDefault(f => f is Fact.Intended or Fact.StartFailed) as Fact.Intended;
        var begun = intent is not null;
        if (intent is null)
        {
            var planned = await inverses.PlanAsync(file, order.StepId, cancellationToken);
            if (planned.Plan is not { } plan)
            {
                return planned.Transient
                    ? ($"Put off: {planned.Refusal}", new Fact.Refused(order.StepId, [planned.Refusal!]))
                    : ($"Not given back; a person looks at it. {planned.Refusal}", new Fact.EscalatedTo(planned.Refusal!));
            }

            if (order.Undo is { } number && file.Facts.OfType<Fact.UndoAsked>().First(u => u.Number == number) is var asked
                && asked.Steps.First(s => s.StepId == order.StepId).Hash != undos.HashOf(file, asked, order.StepId, plan))
            {
                const string moved = "Taking it back now would be something else than what was shown: look at it again.";
                return ($"Not taken back: {moved}", new Fact.EscalatedTo(moved));
            }

            // Giving back is the end of a run that was counted already: no limit of runs, no cooldown beyond the tenant's.
            var limits = new PlaybookLimits(null, TimeSpan.FromSeconds(1), int.MaxValue);
            var reserved = await guardrails.ReserveAsync(
                new ReservationRequest(Holder(order), order.StepId, [plan.Target.ResourceId], limits)
                {
                    Playbook = file.Pinned!.Playbook.Name,
                    Action = plan.Action,
                    Purpose = Purpose(order),
                },
                cancellationToken);
            if (reserved.Fence is not { } fence)
            {
                return ($"Put off: {string.Join(" ", reserved.Refusals)}", new Fact.Refused(order.StepId, reserved.Refusals));
            }

            var tries = Facts(file, order).Count(f => f is Fact.Intended) + 1;
            intent = new Fact.Intended(
                order.StepId,
                IncidentRun.OperationId(order.IncidentId, order.Undo is { } n ? $"undo-{n}/{order.StepId}" : $"ttl/{order.StepId}", tries),
                plan,
                PlanHash.Of(catalog.Routing.Environment, file.Pinned.Hash, plan),
                fence);
            var entry = new NewEntry($"{ExpiryFlow.KeyOf(order)}:intend:{tries}", Actors.Automation, $"About to act: {plan.Summary}", new Fact.Expiry(order.StepId, intent, order.Undo));

            // Another delivery that was first has its intent on record, and may be sending it.
            begun = !await pump.AppendAsync(order.IncidentId, _ => entry, client, cancellationToken);
            if (begun)
            {
                intent = Facts(await journal.RequireAsync(order.IncidentId, cancellationToken), order).OfType<Fact.Intended>().Last();
            }
        }

        return (await sender.SendAsync(Holder(order), intent, begun, Purpose(order), order.Undo is null ? null : [], cancellationToken)).Record(intent);
    }

    private async Task<(string Text, Fact Fact)> PollAsync(IncidentFile file, TtlOrder order, CancellationToken cancellationToken)
    {
        var intent = Facts(file, order).OfType<Fact.Intended>().Last();
        var started = Facts(file, order).OfType<Fact.Started>().Last();
        var result = await actions.Find(intent.Plan.Action).PollAsync(intent.Plan, started.StatusUrl, cancellationToken);
        if (result.Outcome is Core.Actions.PollOutcome.Succeeded or Core.Actions.PollOutcome.Failed)
        {
            await guardrails.MarkFinishedAsync(
                Holder(order), intent.OperationId, result.Outcome == Core.Actions.PollOutcome.Succeeded ? OperationEnd.Succeeded : OperationEnd.Unclear, cancellationToken);
        }

        return ($"{intent.Plan.Summary} ({result.Outcome}) {result.Reason}", new Fact.Polled(order.StepId, result.Outcome, result.Reason, result.RetryAfter));
    }

    private async Task<(string Text, Fact Fact)> VerifyAsync(IncidentFile file, TtlOrder order, CancellationToken cancellationToken)
    {
        var plan = Facts(file, order).OfType<Fact.Intended>().Last().Plan;
        var seen = await actions.Find(plan.Action).VerifyAsync(plan, cancellationToken);
        return ($"Looked at {plan.Target.Name}: {seen.Reason}", new Fact.TargetSeen(order.StepId, seen.State, seen.Reason));
    }
}

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

/// <summary>Makes the next move about a change that has expired, and says when to look again.</summary>
public sealed class GiveBack(
    IncidentJournal journal,
    OutboxPump pump,
    ISignalReader signals,
    ActionLookup actions,
    InversePlanner inverses,
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
        var move = ExpiryFlow.Next(file, order.StepId, order.ExpiresAt, clock.GetUtcNow());
        if (move.Kind == ExpiryMoveKind.Wait)
        {
            return move.Until;
        }

        if (Facts(file, order.StepId).Any(f => f is Fact.EscalatedTo or Fact.Ended))
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
            ExpiryMoveKind.Tell => ($"Not given back; a person looks at it. {move.Reason}", new Fact.EscalatedTo(move.Reason)),
            _ => ($"The expiry is over. {move.Reason}", new Fact.Ended(move.Reason)),
        };
        await pump.AppendAsync(
            order.IncidentId, _ => new NewEntry(move.Key, Actors.Automation, text, new Fact.Expiry(order.StepId, fact)), client, cancellationToken);
        if (fact is not (Fact.EscalatedTo or Fact.Ended))
        {
            // Put off for half an hour or more: others may work on the resource meanwhile. Refused while it is in doubt.
            if (fact is Fact.StartFailed)
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
        if (move.Kind is not (ExpiryMoveKind.Look or ExpiryMoveKind.Start)
            || ActionLookup.Executed(file, order.StepId) is not { } executed
            || Facts(file, order.StepId).LastOrDefault(f => f is Fact.Intended or Fact.StartFailed) is Fact.Intended)
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
        var about = $"expiry:{order.StepId}";
        if (Facts(file, order.StepId).OfType<Fact.EscalatedTo>().LastOrDefault() is { } told && !file.Entries.Any(e => e.Key == $"notify:{about}"))
        {
            await notices.TellAsync(order.IncidentId, about, told.Reason, client, cancellationToken);
        }

        if ((await guardrails.ReleaseAsync(Holder(order), cancellationToken: cancellationToken)).Released)
        {
            return null;
        }

        if (Facts(file, order.StepId).OfType<Fact.Intended>().LastOrDefault() is { } intent && await IsOverAsync(file, order, intent, cancellationToken))
        {
            await guardrails.MarkFinishedAsync(Holder(order), intent.OperationId, cancellationToken: cancellationToken);
            return clock.GetUtcNow();
        }

        return clock.GetUtcNow() + ExpiryFlow.PutOff;
    }

    private async Task<bool> IsOverAsync(IncidentFile file, TtlOrder order, Fact.Intended intent, CancellationToken cancellationToken)
    {
        var action = actions.Find(intent.Plan.Action);
        return Facts(file, order.StepId).OfType<Fact.Started>().LastOrDefault() is { } started
            ? (await action.PollAsync(intent.Plan, started.StatusUrl, cancellationToken)).Outcome is Core.Actions.PollOutcome.Succeeded or Core.Actions.PollOutcome.Failed
            : (await action.AdoptAsync(intent.Plan, intent.OperationId, cancellationToken)).Outcome != Core.Actions.AdoptOutcome.Unknown;
    }

    // Leases of an expiry are its own: giving them back must not give back those of the run.
    private static string Holder(TtlOrder order) => IncidentRun.ExpiryId(order.IncidentId, order.StepId);

    private static IEnumerable<Fact> Facts(IncidentFile file, string stepId) =>
        file.Facts.OfType<Fact.Expiry>().Where(x => x.StepId == stepId).Select(x => x.What);

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
        var projection = GiveBackProjection.Of(
            alert, reading.Value, ActionLookup.Executed(file, order.StepId)?.CapacityAfter, planned.Plan?.CapacityAfter);
        return projection is { Fires: true }
            ? ($"Expired and healthy, but giving back would make it fire again: put off. {projection.Reason}", new Fact.Refused(order.StepId, [projection.Reason]))
            : ($"Expired, and the signal is healthy: the change is given back. {projection?.Reason ?? reading.Reason}", fact);
    }

    private async Task<(string Text, Fact Fact)> StartAsync(
        IncidentFile file, TtlOrder order, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var intent = Facts(file, order.StepId).LastOrDefault(f => f is Fact.Intended or Fact.StartFailed) as Fact.Intended;
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

            // Giving back is the end of a run that was counted already: no limit of runs, no cooldown beyond the tenant's.
            var limits = new PlaybookLimits(null, TimeSpan.FromSeconds(1), int.MaxValue);
            var reserved = await guardrails.ReserveAsync(
                new ReservationRequest(Holder(order), order.StepId, [plan.Target.ResourceId], limits)
                {
                    Playbook = file.Pinned!.Playbook.Name,
                    Action = plan.Action,
                    Purpose = ChangePurpose.GiveBack,
                },
                cancellationToken);
            if (reserved.Fence is not { } fence)
            {
                return ($"Put off: {string.Join(" ", reserved.Refusals)}", new Fact.Refused(order.StepId, reserved.Refusals));
            }

            var tries = Facts(file, order.StepId).Count(f => f is Fact.Intended) + 1;
            intent = new Fact.Intended(
                order.StepId,
                IncidentRun.OperationId(order.IncidentId, $"ttl/{order.StepId}", tries),
                plan,
                PlanHash.Of(catalog.Routing.Environment, file.Pinned.Hash, plan),
                fence);
            var entry = new NewEntry($"ttl:{order.StepId}:intend:{tries}", Actors.Automation, $"About to act: {plan.Summary}", new Fact.Expiry(order.StepId, intent));

            // Another delivery that was first has its intent on record, and may be sending it.
            begun = !await pump.AppendAsync(order.IncidentId, _ => entry, client, cancellationToken);
            if (begun)
            {
                intent = Facts(await journal.RequireAsync(order.IncidentId, cancellationToken), order.StepId).OfType<Fact.Intended>().Last();
            }
        }

        return (await sender.SendAsync(Holder(order), intent, begun, ChangePurpose.GiveBack, approved: false, cancellationToken)).Record(intent);
    }

    private async Task<(string Text, Fact Fact)> PollAsync(IncidentFile file, TtlOrder order, CancellationToken cancellationToken)
    {
        var intent = Facts(file, order.StepId).OfType<Fact.Intended>().Last();
        var started = Facts(file, order.StepId).OfType<Fact.Started>().Last();
        var result = await actions.Find(intent.Plan.Action).PollAsync(intent.Plan, started.StatusUrl, cancellationToken);
        if (result.Outcome is Core.Actions.PollOutcome.Succeeded or Core.Actions.PollOutcome.Failed)
        {
            await guardrails.MarkFinishedAsync(
                Holder(order), intent.OperationId, result.Outcome == Core.Actions.PollOutcome.Succeeded ? OperationEnd.Succeeded : OperationEnd.Unclear, cancellationToken);
        }

        return ($"{intent.Plan.Summary} ({result.Outcome}) {result.Reason}", new Fact.Polled(order.StepId, result.Outcome, result.Reason, result.RetryAfter));
    }
}

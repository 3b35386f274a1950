using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Sends an intent that is on disk (DESIGN section 6b): checks protection, lease, fence and kill switch once more, sends, and when
/// there is no answer, or there may have been one that was lost, asks Azure what became of it instead of sending twice.
/// </summary>
public sealed class OperationSender(ActionLookup actions, GuardrailLedger guardrails, IProtectionReader protections)
{
    /// <summary>Sends, or adopts what was sent.</summary>
    /// <param name="holder">Who holds the leases: the incident, or one of its expiries.</param>
    /// <param name="intent">The intent as recorded.</param>
    /// <param name="begun">Whether an earlier call may have sent it already.</param>
    /// <param name="purpose">Why it is sent: some guardrails are for steps alone.</param>
    /// <param name="answers">The questions of guardrails that were put to whoever approved exactly this; null when nobody did.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<SendResult> SendAsync(
        string holder, Fact.Intended intent, bool begun, ChangePurpose purpose, IReadOnlyList<string>? answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        var action = actions.Find(intent.Plan.Action);
        if (begun && await AdoptAsync(action, intent, cancellationToken) is { } adopted)
        {
            return new SendResult(adopted, Adopted: true);
        }

        if (await ProtectedAsync(intent, cancellationToken) is { } kept)
        {
            await guardrails.MarkFinishedAsync(holder, intent.OperationId, OperationEnd.NoEffect, cancellationToken);
            return new SendResult(kept, Adopted: false);
        }

        var refusals = (await guardrails.MarkExecutingAsync(
            holder,
            intent.Fence,
            [intent.Plan.Target.ResourceId],
            intent.OperationId,
            ExecutionTerms.Of(intent.Plan, purpose, answers),
            cancellationToken)).Refusals();
        if (refusals.Count > 0)
        {
            // Nothing is under way: either nothing was ever sent, or Azure has just been asked. A mark that an earlier call
            // left must go, or the lease could never be given back.
            await guardrails.MarkFinishedAsync(holder, intent.OperationId, OperationEnd.NoEffect, cancellationToken);
            return new SendResult(new StartResult(StartOutcome.Refused, $"Guardrails: {string.Join(" ", refusals)}", null, null, null), Adopted: false);
        }

        var result = await LastLook.AroundAsync(
            token => guardrails.BeforeRequestAsync(holder, intent.Fence, intent.Plan.Target.ResourceId, intent.OperationId, purpose, token),
            () => action.StartAsync(intent.Plan, intent.OperationId, cancellationToken));
        if (result.Outcome == StartOutcome.Doubtful)
        {
            if (await AdoptAsync(action, intent, cancellationToken) is { } asked)
            {
                return new SendResult(asked, Adopted: true);
            }

            // Azure shows no effect, so sending the same absolute target again is safe; the interpreter says when.
            result = result with { Outcome = StartOutcome.Throttled, Reason = $"{result.Reason} Azure shows no effect of it." };
        }

        if (result.Outcome != StartOutcome.Accepted)
        {
            await guardrails.MarkFinishedAsync(holder, intent.OperationId, OperationEnd.NoEffect, cancellationToken);
        }

        return new SendResult(result, Adopted: false);
    }

    // The plan said what protected its target when it was made. Whoever locked or tagged it since has been first: the signal was
    // read meanwhile, people took their time, or Azure took nothing for a quarter of an hour.
    private async Task<StartResult?> ProtectedAsync(Fact.Intended intent, CancellationToken cancellationToken)
    {
        var now = await protections.ReadAsync(intent.Plan.Target.ResourceId, cancellationToken);
        return ProtectedResourceRule.CheckNow(intent.Plan, now) is not { Kind: VerdictKind.Refused } verdict ? null
            : new StartResult(now.MayPass ? StartOutcome.Throttled : StartOutcome.Refused, $"Guardrails: {verdict.Rule}: {verdict.Reason}", null, now.RetryAfter, null);
    }

    // Null means: it surely had no effect.
    private static async Task<StartResult?> AdoptAsync(IAction action, Fact.Intended intent, CancellationToken cancellationToken)
    {
        var adopted = await action.AdoptAsync(intent.Plan, intent.OperationId, cancellationToken);
        return adopted.Outcome switch
        {
            AdoptOutcome.TookEffect => new StartResult(StartOutcome.Accepted, adopted.Reason, adopted.StatusUrl, null, null),
            AdoptOutcome.Unknown => new StartResult(StartOutcome.Doubtful, adopted.Reason, null, null, null),
            _ => null,
        };
    }
}

/// <summary>How sending ended.</summary>
/// <param name="Result">What Azure said.</param>
/// <param name="Adopted">Whether Azure had it already.</param>
public sealed record SendResult(StartResult Result, bool Adopted)
{
    /// <summary>The sentence and the fact to record.</summary>
    public (string Text, Fact Fact) Record(Fact.Intended intent)
    {
        ArgumentNullException.ThrowIfNull(intent);
        return Result.Outcome == StartOutcome.Accepted
            ? (
                Adopted ? $"Azure had accepted it before it could be noted: {Result.Reason}" : $"Azure accepted it: {intent.Plan.Summary}",
                new Fact.Started(intent.StepId, intent.OperationId, Result.StatusUrl, Result.RetryAfter, Result.RequestId, Adopted))
            : (
                $"Not started ({Result.Outcome}): {Result.Reason}",
                new Fact.StartFailed(intent.StepId, intent.OperationId, Result.Outcome, Result.Reason ?? "no reason given", Result.RetryAfter));
    }
}

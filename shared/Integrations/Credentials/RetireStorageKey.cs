using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Storage;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>
/// <c>storage.retire-key</c>: makes the key anew that the published one has superseded, so that its old value opens nothing.
/// The new value goes nowhere. Only after the published one has been there for as long as consumers need to read it.
/// </summary>
public sealed class RetireStorageKey(CredentialDoors doors) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "storage.retire-key";

    private readonly StorageKeys _keys = new(doors);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = StorageKeys.Describe(ActionName, [Parameters.Overlap, Parameters.Credential]);

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var overlap = Given.Int(request.With, Parameters.Overlap, out var problem);
        return overlap is null
            ? PlanResult.Refused(problem!)
            : await _keys.PlanAsync(Descriptor, request, state => Task.FromResult(Decide(state, TimeSpan.FromMinutes(overlap.Value), doors.Clock.GetUtcNow())), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var key = plan.Parameters["key"]!.ToString();
        StorageState state;
        try
        {
            state = await _keys.ReadAsync(doors.Of(plan), cancellationToken);
            if (StorageKeys.Difference(plan, state) is { } difference)
            {
                return Starts.Changed(difference);
            }

            if (state.Account.KeyTimes.GetValueOrDefault(key) != plan.Before[StorageKeys.Made])
            {
                return new StartResult(StartOutcome.Accepted, $"{key} was made anew already; nothing was sent.", null, null, null);
            }
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, StorageKeys.Permission) is { } failure)
        {
            return Starts.BeforeSending(failure);
        }

        try
        {
            await doors.Accounts.RegenerateAsync(state.Account.Id, key, OperationIds.RequestId(operationId), cancellationToken);
            return new StartResult(StartOutcome.Accepted, null, null, null, OperationIds.RequestId(operationId).ToString());
        }
        catch (Exception e) when (CredentialFailures.OfSecret(e, doors.Clock, StorageKeys.Permission) is { } failure)
        {
            return await Starts.AfterSendingAsync(failure, doors.Arm, state.Account.Id, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        var seen = await PollAsync(plan, null, cancellationToken);
        return seen.Outcome switch
        {
            PollOutcome.Succeeded => new AdoptResult(AdoptOutcome.TookEffect, seen.Reason),
            PollOutcome.Running => new AdoptResult(AdoptOutcome.NoEffect, seen.Reason),
            _ => new AdoptResult(AdoptOutcome.Unknown, seen.Reason),
        };
    }

    /// <inheritdoc/>
    public async Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var key = plan.Parameters["key"]!.ToString();
        try
        {
            var state = await _keys.ReadAsync(doors.Of(plan), cancellationToken);
            return state.Account.KeyTimes.GetValueOrDefault(key) != plan.Before[StorageKeys.Made]
                ? new PollResult(PollOutcome.Succeeded, $"{key} of {state.Account.Name} is new; its old value opens nothing.")
                : new PollResult(PollOutcome.Running, $"{key} of {state.Account.Name} is as it was.", Operations.DefaultWait);
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, StorageKeys.Permission) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }

    private static (ActionPlan? Plan, string? Refusal) Decide(StorageState state, TimeSpan overlap, DateTimeOffset now)
    {
        if (state.InUse is not { } used || state.Newest is not { Enabled: true } newest)
        {
            return (null, $"Which key '{state.Credential.Name}' publishes is not known; nothing is retired before that.");
        }

        var old = StorageAccount.Other(used);
        return now - newest.Created < overlap
                ? (null, $"{used} was published at {newest.Created:HH:mm} UTC; consumers have until {newest.Created + overlap:HH:mm} UTC to read it.")
            : state.Account.Made(old) is { } made && made >= newest.Created
                ? (null, $"{old} of {state.Account.Name} was made anew after {used} was published; there is nothing to retire.")
            : (StorageKeys.Plan(
                ActionName,
                state,
                old,
                used,
                $"Make {old} of {state.Account.Name} anew, so that its old value opens nothing. Whoever has not read {state.Credential.Name} since {newest.Created:yyyy-MM-dd HH:mm} UTC stops; {(state.Credential.Consumers.Count == 0 ? "nobody is listed who reads it" : $"it is read by {string.Join(", ", state.Credential.Consumers)}")}.",
                $"{StorageKeys.Renew(state, old)} --output none"), null);
    }
}

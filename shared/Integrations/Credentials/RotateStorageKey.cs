using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Claims;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Graph;
using OpsAutomation.Integrations.Storage;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>
/// <c>storage.rotate-key</c>: makes the key anew that nobody uses, and publishes it in the vault, inside one call. The key in
/// use keeps working. What a crash leaves between the two is a key that nobody knows, and the next try makes it anew. Where the
/// vault gave no answer and has no new version either, nothing is sent again: a late one would publish what the next try made
/// worthless.
/// </summary>
public sealed class RotateStorageKey(CredentialDoors doors) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "storage.rotate-key";

    private const string Publish = "Microsoft.KeyVault/vaults/secrets/setSecret/action";

    private const string Unanswered =
        "The key was made anew and sent to the vault, which gave no answer and shows no new version. It is not made anew again, since the vault might still publish this one; the key in use keeps working.";

    private readonly StorageKeys _keys = new(doors);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = StorageKeys.Describe(ActionName, [Parameters.Credential], Publish);

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken) => _keys.PlanAsync(Descriptor, request, async state =>
    {
        if (state.InUse is not { } used)
        {
            return state.Newest is null && await doors.Vaults.IsDeletedAsync(state.Secret, cancellationToken)
                ? (null, $"The secret of '{state.Credential.Name}' is deleted and not purged; a person recovers or purges it first.")
                : (null, $"Which key '{state.Credential.Name}' publishes is not known; a person sets the tag {KeyVault.SecretVersion.KeyTag} of its newest version to key1 or key2.");
        }

        var next = StorageAccount.Other(used);
        var (vault, name) = (state.Secret.Host.Split('.')[0], state.Secret.Segments[^1]);
        return (StorageKeys.Plan(
            ActionName,
            state,
            next,
            next,
            $"Make {next} of {state.Account.Name} anew and publish it as the newest version of {name} in {vault}. {used}, which is in use, keeps working; whoever uses {next} without the vault stops.",
            $"{StorageKeys.Renew(state, next)} --query \"[?keyName=='{next}'].value\" --output tsv | az keyvault secret set --vault-name {ShellQuote.Of(vault)} --name {ShellQuote.Of(name)} --file /dev/stdin --tags {KeyVault.SecretVersion.KeyTag}={next} --output none"), null);
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var operation = OperationIds.RequestId(operationId);
        return await doors.Claims.UnderAsync(
            operation, claim => StartAsync(plan, operation, claim, cancellationToken), r => r.Outcome != StartOutcome.Doubtful, cancellationToken);
    }

    private async Task<StartResult> StartAsync(ActionPlan plan, Guid operation, OperationClaim claim, CancellationToken cancellationToken)
    {
        StorageState state;
        try
        {
            state = await _keys.ReadAsync(doors.Of(plan), cancellationToken);
            if (state.Versions.Any(v => v.Operation == operation.ToString("N")))
            {
                return new StartResult(StartOutcome.Accepted, "It was published already; nothing was sent.", null, null, null);
            }

            if (claim.Doubted)
            {
                return new StartResult(StartOutcome.Refused, Unanswered, null, null, null);
            }

            if (StorageKeys.Difference(plan, state) is { } difference)
            {
                return Starts.Changed(difference);
            }

            if (claim.Left < 2 * GraphGateway.Timeout)
            {
                return Starts.Busy("Nothing was sent: reading took so long that making and publishing a key might not end in time.");
            }
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, StorageKeys.Permission) is { } failure)
        {
            return Starts.BeforeSending(failure);
        }

        return await SendAsync(state, plan.Parameters["key"]!.ToString(), operation, claim, cancellationToken);
    }

    private async Task<StartResult> SendAsync(StorageState state, string key, Guid operation, OperationClaim claim, CancellationToken cancellationToken)
    {
        SecretValue value;
        try
        {
            value = await doors.Accounts.RegenerateAsync(state.Account.Id, key, operation, cancellationToken);
        }
        catch (Exception e) when (CredentialFailures.OfSecret(e, doors.Clock, StorageKeys.Permission) is { } failure)
        {
            return await Starts.AfterSendingAsync(failure, doors.Arm, state.Account.Id, cancellationToken);
        }

        // Another delivery may take over when the claim has ended, and makes the key anew.
        if (claim.Left < GraphGateway.Timeout)
        {
            return Starts.Busy($"Making {key} anew took so long that publishing it might not end in time; nobody knows its value, and it is made anew once more.");
        }

        try
        {
            await LastLook.BegunAsync(() => doors.Vaults.PublishAsync(state.Secret, value, key, operation, expires: null, cancellationToken));
            return new StartResult(StartOutcome.Accepted, null, null, null, operation.ToString());
        }
        catch (Exception e) when (CredentialFailures.OfSecret(e, doors.Clock, Publish) is { } failure)
        {
            if (failure.Kind == ArmFailureKind.Doubtful)
            {
                await claim.DoubtAsync(cancellationToken);
            }

            return await Starts.AfterSendingAsync(failure, doors.Arm, state.Account.Id, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A key that was made anew and that nobody tried to publish opens nothing for anybody, so the same may be sent again.</remarks>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var operation = OperationIds.RequestId(operationId);

        // Whoever is still at it has the claim; afterwards nothing of theirs is on its way any more.
        return await doors.Claims.UnderAsync(operation, claim => AdoptAsync(plan, operation, claim, cancellationToken), _ => true, cancellationToken);
    }

    private async Task<AdoptResult> AdoptAsync(ActionPlan plan, Guid operation, OperationClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            var state = await _keys.ReadAsync(doors.Of(plan), cancellationToken);
            return state.Versions.Any(v => v.Operation == operation.ToString("N")) ? new AdoptResult(AdoptOutcome.TookEffect, "The new key is published.")
                : claim.Doubted ? new AdoptResult(AdoptOutcome.Unknown, Unanswered)
                : StorageKeys.Difference(plan, state) is { } difference ? new AdoptResult(AdoptOutcome.Unknown, difference)
                : new AdoptResult(AdoptOutcome.NoEffect, $"Nothing was published, and {state.InUse} is still the key in use.");
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, StorageKeys.Permission) is { } failure)
        {
            return new AdoptResult(AdoptOutcome.Unknown, failure.Reason);
        }
    }

    /// <inheritdoc/>
    public async Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var key = plan.Parameters["key"]!.ToString();
        try
        {
            var state = await _keys.ReadAsync(doors.Of(plan), cancellationToken);
            return state.InUse == key && state.Newest!.Enabled && state.Account.KeyTimes.GetValueOrDefault(key) != plan.Before[StorageKeys.Made]
                ? new PollResult(PollOutcome.Succeeded, $"{key} of {state.Account.Name} is new, and '{state.Credential.Name}' publishes it.")
                : new PollResult(PollOutcome.Running, $"'{state.Credential.Name}' publishes {state.InUse ?? "an unknown key"}.", Operations.DefaultWait);
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, StorageKeys.Permission) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }
}

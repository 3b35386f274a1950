using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Claims;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Graph;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>
/// Adds a password to an application and publishes it in its vault, inside one call: the value is in no plan, record, log or
/// exception. The present password keeps working. What a crash leaves between the two is found by its name and removed, by
/// whoever has the operation's claim: Graph makes passwords under no condition, so two deliveries must not be at it at once.
/// </summary>
internal sealed class SecretAddition(CredentialDoors doors)
{
    private const string GraphPermission = "Microsoft Graph: Application.ReadWrite.OwnedBy and ownership of the application, or Application.ReadWrite.All";
    private const string VaultPermission = "Microsoft.KeyVault/vaults/secrets/setSecret/action on the vault (Key Vault Secrets Officer, or a custom role)";

    /// <summary>Describes an action of this kind.</summary>
    public static ActionDescriptor Describe(string name, string type) => new()
    {
        Name = name,
        ResourceType = type,
        Parameters = [Parameters.ValidDays, Parameters.Credential],
        Permissions = ["Microsoft.KeyVault/vaults/read", "Microsoft.Resources/tags/read"],
        DataPermissions = ["Microsoft.KeyVault/vaults/secrets/readMetadata/action", "Microsoft.KeyVault/vaults/secrets/setSecret/action"],
        ApiPermissions = ["Microsoft Graph: Application.ReadWrite.OwnedBy"],

        // To publish the former value again it would have to be read, and our identity may not read values.
        Reversibility = Reversibility.Irreversible,
        ChangesCount = false,
    };

    /// <summary>Plans it.</summary>
    public async Task<PlanResult> PlanAsync(ActionDescriptor action, PlanRequest request, CancellationToken cancellationToken)
    {
        var days = Given.Int(request.With, Parameters.ValidDays, out var problem);
        if (days is null || (problem ??= Given.Unknown(request.With, action.Parameters)) is not null)
        {
            return PlanResult.Refused(problem!);
        }

        var (credential, refusal) = doors.Find(request);
        if (credential?.Application is null)
        {
            return PlanResult.Refused(refusal ?? $"'{credential!.Name}' is no password of an application; storage keys have their own action.");
        }

        try
        {
            var state = await doors.ReadAsync(credential, cancellationToken);
            return doors.Untouchable(state.Application) is { } never ? PlanResult.Refused(never)
                : state.Newest is null && await doors.Vaults.IsDeletedAsync(state.Secret, cancellationToken)
                    ? PlanResult.Refused($"The secret of '{credential.Name}' is deleted and not purged; a person recovers or purges it first.")
                    : PlanResult.Of(Plan(action.Name, request.ResourceId, state, days.Value));
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, GraphPermission) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <summary>Adds and publishes, when the secret is as planned.</summary>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        var operation = OperationIds.RequestId(operationId);
        return await doors.Claims.UnderAsync(
            operation, claim => StartAsync(plan, operation, claim, cancellationToken), r => r.Outcome != StartOutcome.Doubtful, cancellationToken);
    }

    private async Task<StartResult> StartAsync(ActionPlan plan, Guid operation, OperationClaim claim, CancellationToken cancellationToken)
    {
        SecretState state;
        try
        {
            state = await doors.ReadAsync(doors.Of(plan), cancellationToken);
            if (state.Versions.Any(v => v.Operation == operation.ToString("N")))
            {
                return new StartResult(StartOutcome.Accepted, "It was published already; nothing was sent.", null, null, null);
            }

            if (doors.Untouchable(state.Application) is { } never)
            {
                return new StartResult(StartOutcome.Refused, never, null, null, null);
            }

            if (state.Application.Id != plan.Preconditions["application"]?.ToString() || (state.Newest?.Id ?? "none") != plan.Preconditions["published"]?.ToString())
            {
                return Starts.Changed($"Another version of the secret of '{state.Credential.Name}' was published since the plan.");
            }

            await RemoveAsync(state, state.Orphans(operation).Select(o => o.KeyId), operation, cancellationToken);
            if (claim.Left < 2 * GraphGateway.Timeout)
            {
                return Starts.Busy("Nothing was sent: reading took so long that making and publishing a secret might not end in time.");
            }
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, GraphPermission) is { } failure)
        {
            return Starts.BeforeSending(failure);
        }

        return await SendAsync(state, plan.Parameters["validDays"]!.GetValue<int>(), operation, claim, cancellationToken);
    }

    /// <summary>Finds the published version of the operation, or removes the password that its crash left behind.</summary>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        var operation = OperationIds.RequestId(operationId);

        // Whoever is still at it has the claim; afterwards nothing of theirs is on its way any more.
        return await doors.Claims.UnderAsync(operation, _ => AdoptAsync(plan, operation, cancellationToken), _ => true, cancellationToken);
    }

    private async Task<AdoptResult> AdoptAsync(ActionPlan plan, Guid operation, CancellationToken cancellationToken)
    {
        try
        {
            var state = await doors.ReadAsync(doors.Of(plan), cancellationToken);
            if (state.Versions.Any(v => v.Operation == operation.ToString("N")))
            {
                return new AdoptResult(AdoptOutcome.TookEffect, "The new secret is published.");
            }

            var orphans = state.Orphans(operation);
            await RemoveAsync(state, orphans.Select(o => o.KeyId), operation, cancellationToken);
            return new AdoptResult(AdoptOutcome.NoEffect, orphans.Count == 0
                ? "Nothing was published, and no new password is there."
                : "A password was made and never published; it was removed again.");
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, GraphPermission) is { } failure)
        {
            return new AdoptResult(AdoptOutcome.Unknown, failure.Reason);
        }
    }

    /// <summary>Whether a version that is newer than the planned one holds a password that works.</summary>
    public async Task<PollResult> PollAsync(ActionPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            var state = await doors.ReadAsync(doors.Of(plan), cancellationToken);
            if (state.Newest is not { } newest || newest.Id == plan.Preconditions["published"]?.ToString())
            {
                return new PollResult(PollOutcome.Running, $"No new version of '{state.Credential.Name}' is there.", Operations.DefaultWait);
            }

            return newest.Enabled && newest.Key is { } key && state.Find(key) is { } password && password.Works(doors.Clock.GetUtcNow())
                ? new PollResult(PollOutcome.Succeeded, $"The newest version of '{state.Credential.Name}' holds {password.Told}, which {state.Application.Name} knows.")

                // The directory copies itself: a password that was just made is not everywhere at once.
                : new PollResult(PollOutcome.Running, $"{state.Application.Name} does not show the password that the newest version names.", Operations.DefaultWait);
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, GraphPermission) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }

    private async Task<StartResult> SendAsync(SecretState state, int days, Guid operation, OperationClaim claim, CancellationToken cancellationToken)
    {
        var end = doors.Clock.GetUtcNow() + TimeSpan.FromDays(days);
        string keyId;
        SecretValue value;
        try
        {
            (keyId, value) = await doors.Graph.AddPasswordAsync(state.Application.Id, SecretState.NameOf(operation), end, operation, cancellationToken);
        }
        catch (Exception e) when (CredentialFailures.OfSecret(e, doors.Clock, GraphPermission) is { } failure)
        {
            return Starts.AfterSending(failure);
        }

        // Another delivery may take over when the claim has ended, and removes what it does not find published.
        if (claim.Left < GraphGateway.Timeout)
        {
            return await TakeBackAsync(state, keyId, operation, new ArmFailure(ArmFailureKind.Transient, "Making the secret took so long that publishing it might not end in time."), cancellationToken);
        }

        try
        {
            await LastLook.BegunAsync(() => doors.Vaults.PublishAsync(state.Secret, value, keyId, operation, end, cancellationToken));
            return new StartResult(StartOutcome.Accepted, null, null, null, operation.ToString());
        }
        catch (Exception e) when (CredentialFailures.OfSecret(e, doors.Clock, VaultPermission) is { } failure)
        {
            return failure.Kind == ArmFailureKind.Doubtful
                ? Starts.AfterSending(failure)
                : await TakeBackAsync(state, keyId, operation, failure, cancellationToken);
        }
    }

    // A password that nobody was told opens nothing for anybody, and must not stay.
    private async Task<StartResult> TakeBackAsync(SecretState state, string keyId, Guid operation, ArmFailure failure, CancellationToken cancellationToken)
    {
        try
        {
            await LastLook.BegunAsync(() => doors.Graph.RemovePasswordAsync(state.Application.Id, keyId, operation, cancellationToken));
            return Starts.AfterSending(failure with { Reason = $"{failure.Reason} The new password was removed again." });
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, GraphPermission) is { } left)
        {
            // Doubt makes the caller ask what became of it, and asking removes what is left.
            return new StartResult(StartOutcome.Doubtful, $"{failure.Reason} The new password could not be removed: {left.Reason}", null, null, null);
        }
    }

    private async Task RemoveAsync(SecretState state, IEnumerable<string> keyIds, Guid operation, CancellationToken cancellationToken)
    {
        foreach (var keyId in keyIds)
        {
            await doors.Graph.RemovePasswordAsync(state.Application.Id, keyId, operation, cancellationToken);
        }
    }

    private ActionPlan Plan(string action, string target, SecretState state, int days)
    {
        var present = state.Published is { } published ? published.Told : "not known";
        var (vault, name) = (state.Secret.Host.Split('.')[0], state.Secret.Segments[^1]);
        return new ActionPlan
        {
            Action = action,
            Target = new ActionTarget(target.ToLowerInvariant(), state.Identity, state.Credential.Name),
            Parameters = new JsonObject { ["credential"] = state.Credential.Name, ["validDays"] = days },
            Preconditions = new JsonObject { ["application"] = state.Application.Id, ["published"] = state.Newest?.Id ?? "none" },
            Before = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["published secret"] = present,
                ["secrets of the application"] = state.Application.Passwords.Count.ToString(CultureInfo.InvariantCulture),
            },
            After = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["published secret"] = $"a new one that holds {days} days",
                ["secrets of the application"] = (state.Application.Passwords.Count + 1).ToString(CultureInfo.InvariantCulture),
            },
            Reversibility = Reversibility.Irreversible,
            Summary = $"Add a secret to {state.Application.Name} that holds {days} days, and publish it as the newest version of {name} in {vault}. The present one keeps working; {Consumers(state)} read{(state.Credential.Consumers.Count == 1 ? "s" : string.Empty)} it.",
            ByHand = $"az ad app credential reset --id {ShellQuote.Of(state.Application.Id)} --append --query password --output tsv | az keyvault secret set --vault-name {ShellQuote.Of(vault)} --name {ShellQuote.Of(name)} --file /dev/stdin --output none",
            CostPerHourDelta = 0,
            ProtectedBy = state.ProtectedBy,
        };
    }

    private static string Consumers(SecretState state) =>
        state.Credential.Consumers.Count == 0 ? "nobody known" : string.Join(", ", state.Credential.Consumers);
}

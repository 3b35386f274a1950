using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Graph;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>Removes one password of an application by its id: the same thing however often it is asked, so that doubt does no harm.</summary>
internal sealed class PasswordRemoval(CredentialDoors doors)
{
    /// <summary>What is missing when Graph refuses.</summary>
    public const string Permission = "Microsoft Graph: Application.ReadWrite.OwnedBy and ownership of the application, or Application.ReadWrite.All";

    /// <summary>Removes it, when the world is as planned.</summary>
    /// <param name="plan">Its plan.</param>
    /// <param name="operationId">The operation.</param>
    /// <param name="differs">What differs from the plan, or null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, Func<EntraApplication, Task<string?>> differs, CancellationToken cancellationToken)
    {
        var (id, key) = Read(plan);
        try
        {
            var now = await doors.Graph.ApplicationAsync(id, cancellationToken);
            if (doors.Untouchable(now) is { } never)
            {
                return new StartResult(StartOutcome.Refused, never, null, null, null);
            }

            if (now.Passwords.All(p => p.KeyId != key))
            {
                return new StartResult(StartOutcome.Accepted, "The secret is gone already; nothing was sent.", null, null, null);
            }

            if (await differs(now) is { } difference)
            {
                return Starts.Changed(difference);
            }
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, Permission) is { } failure)
        {
            return Starts.BeforeSending(failure);
        }

        try
        {
            return Starts.Accepted(await doors.Graph.RemovePasswordAsync(id, key, OperationIds.RequestId(operationId), cancellationToken));
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, Permission) is { } failure)
        {
            return Starts.AfterSending(failure);
        }
    }

    /// <summary>Whether it is gone.</summary>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, CancellationToken cancellationToken)
    {
        var seen = await PollAsync(plan, cancellationToken);
        return seen.Outcome switch
        {
            PollOutcome.Succeeded => new AdoptResult(AdoptOutcome.TookEffect, seen.Reason),
            PollOutcome.Running => new AdoptResult(AdoptOutcome.NoEffect, seen.Reason),
            _ => new AdoptResult(AdoptOutcome.Unknown, seen.Reason),
        };
    }

    /// <summary>Whether it is gone.</summary>
    public async Task<PollResult> PollAsync(ActionPlan plan, CancellationToken cancellationToken)
    {
        var (id, key) = Read(plan);
        try
        {
            var now = await doors.Graph.ApplicationAsync(id, cancellationToken);
            return now.Passwords.All(p => p.KeyId != key)
                ? new PollResult(PollOutcome.Succeeded, $"{now.Name} has no secret {key} any more.")
                : new PollResult(PollOutcome.Running, $"{now.Name} still shows the secret {key}.", Operations.DefaultWait);
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, Permission) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }

    /// <summary>How a person does it.</summary>
    public static string ByHand(EntraApplication application, string keyId) =>
        $"az ad app credential delete --id {ShellQuote.Of(application.Id)} --key-id {ShellQuote.Of(keyId)}";

    private static (string Application, string Key) Read(ActionPlan plan) => (
        plan.Parameters["application"]?.ToString() ?? throw new ArgumentException("The plan lacks its application.", nameof(plan)),
        plan.Parameters["keyId"]?.ToString() ?? throw new ArgumentException("The plan lacks its secret.", nameof(plan)));
}

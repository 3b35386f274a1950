using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Graph;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>
/// <c>keyvault.retire-secret</c>: removes the password of the application that the newest version of the vault's secret has
/// superseded, once the new one has been published for as long as consumers need to read it.
/// </summary>
public sealed class RetireVaultSecret(CredentialDoors doors) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "keyvault.retire-secret";

    private readonly PasswordRemoval _removal = new(doors);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = new()
    {
        Name = ActionName,
        ResourceType = VaultSecretType.Name,
        Parameters = [Parameters.Overlap, Parameters.Credential],
        Permissions = ["Microsoft.KeyVault/vaults/read", "Microsoft.Authorization/locks/read", "Microsoft.Resources/tags/read"],
        DataPermissions = ["Microsoft.KeyVault/vaults/secrets/readMetadata/action"],
        ApiPermissions = ["Microsoft Graph: Application.ReadWrite.OwnedBy"],
        Reversibility = Reversibility.Irreversible,
        ChangesCount = false,
    };

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        var overlap = Given.Int(request.With, Parameters.Overlap, out var problem);
        if (overlap is null || (problem ??= Given.Unknown(request.With, Descriptor.Parameters)) is not null)
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
            var (old, why) = Superseded(state, TimeSpan.FromMinutes(overlap.Value), doors.Clock.GetUtcNow());
            return doors.Untouchable(state.Application) is { } never ? PlanResult.Refused(never)
                : old is null ? PlanResult.Refused(why!)
                : PlanResult.Of(Plan(request.ResourceId, state, old, overlap.Value));
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, PasswordRemoval.Permission) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <inheritdoc/>
    public Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return _removal.StartAsync(plan, operationId, async _ =>
        {
            var state = await doors.ReadAsync(doors.Of(plan), cancellationToken);
            return state.Newest?.Id == plan.Preconditions["published"]?.ToString() && state.Newest!.Enabled && state.Published?.Works(doors.Clock.GetUtcNow()) == true
                ? null
                : $"What '{state.Credential.Name}' publishes is not as planned.";
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) => _removal.AdoptAsync(plan, cancellationToken);

    /// <inheritdoc/>
    public Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken) => _removal.PollAsync(plan, cancellationToken);

    /// <summary>The password to retire, or why there is none. Pure.</summary>
    internal static (EntraPassword? Old, string? Why) Superseded(SecretState state, TimeSpan overlap, DateTimeOffset now)
    {
        if (state.Newest is not { Enabled: true, Key: { } key } newest || state.Find(key) is not { } current || !current.Works(now))
        {
            return (null, $"The newest version of '{state.Credential.Name}' names no secret of {state.Application.Name} that works; nothing is retired before that.");
        }

        if (now - newest.Created < overlap)
        {
            return (null, $"The newest version of '{state.Credential.Name}' was published at {newest.Created:HH:mm} UTC; consumers have until {newest.Created + overlap:HH:mm} UTC to read it.");
        }

        // What an earlier version named, newest first; a secret from before anybody wrote that down only when it is the only other one.
        var named = state.Versions.Reverse().Skip(1).Select(v => v.Key is { } k && k != key ? state.Find(k) : null).FirstOrDefault(p => p is not null);
        var others = state.Application.Passwords.Where(p => p.KeyId != key).ToList();
        return named is not null ? (named, null)
            : others.Count == 1 && state.Versions.SkipLast(1).All(v => v.Key is null) ? (others[0], null)
            : (null, others.Count == 0 ? $"{state.Application.Name} has no other secret; there is nothing to retire." : $"Which of the other secrets of {state.Application.Name} was superseded cannot be told; a person removes it.");
    }

    private static ActionPlan Plan(string target, SecretState state, EntraPassword old, int overlap) => new()
    {
        Action = ActionName,
        Target = new ActionTarget(target.ToLowerInvariant(), state.Identity, state.Credential.Name),
        Parameters = new JsonObject { ["credential"] = state.Credential.Name, ["application"] = state.Application.Id, ["keyId"] = old.KeyId, ["overlapMinutes"] = overlap },
        Preconditions = new JsonObject { ["published"] = state.Newest!.Id },
        Before = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["superseded secret"] = old.Told,
            ["since"] = old.Start?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "not known",
        },
        After = new Dictionary<string, string>(StringComparer.Ordinal) { ["superseded secret"] = "removed" },
        Reversibility = Reversibility.Irreversible,
        Summary = $"Remove the superseded secret {old.Told} of {state.Application.Name}. Whoever has not read {state.Credential.Name} since {state.Newest.Created:yyyy-MM-dd HH:mm} UTC cannot sign in any more; {(state.Credential.Consumers.Count == 0 ? "nobody is listed who reads it" : $"it is read by {string.Join(", ", state.Credential.Consumers)}")}.",
        ByHand = PasswordRemoval.ByHand(state.Application, old.KeyId),
        CostPerHourDelta = 0,
        ProtectedBy = state.ProtectedBy,
    };
}

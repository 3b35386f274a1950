using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Services;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Storage;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>What rotating and retiring a storage key share: reading all sides, planning one key, and seeing when it was made anew.</summary>
internal sealed class StorageKeys(CredentialDoors doors)
{
    /// <summary>What is missing when Azure refuses.</summary>
    public const string Permission = "Microsoft.Storage/storageAccounts/regenerateKey/action on the account";

    /// <summary>Field of a plan's state before that holds when its key was made.</summary>
    public const string Made = "key made";

    /// <summary>Describes an action of this kind.</summary>
    public static ActionDescriptor Describe(string name, IReadOnlyList<ActionParameter> parameters, params string[] dataPermissions) => new()
    {
        Name = name,
        ResourceType = StorageAccount.Type,
        Parameters = parameters,
        Permissions =
        [
            "Microsoft.Storage/storageAccounts/read",
            "Microsoft.Storage/storageAccounts/regenerateKey/action",
            "Microsoft.KeyVault/vaults/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
        ],
        DataPermissions = ["Microsoft.KeyVault/vaults/secrets/readMetadata/action", .. dataPermissions],
        Reversibility = Reversibility.Irreversible,
        ChangesCount = false,
    };

    /// <summary>Finds the credential and plans what <paramref name="decide"/> makes of it.</summary>
    public async Task<PlanResult> PlanAsync(ActionDescriptor action, PlanRequest request, Func<StorageState, Task<(ActionPlan? Plan, string? Refusal)>> decide, CancellationToken cancellationToken)
    {
        if (Given.Unknown(request.With, action.Parameters) is { } unknown)
        {
            return PlanResult.Refused(unknown);
        }

        var (credential, refusal) = doors.Find(request);
        if (credential?.StorageAccount is null)
        {
            return PlanResult.Refused(refusal ?? $"'{credential!.Name}' is no key of a storage account.");
        }

        try
        {
            var state = await ReadAsync(credential, cancellationToken);
            if (!state.Account.SharedKeys)
            {
                return PlanResult.Refused($"{state.Account.Name} accepts no keys at all (allowSharedKeyAccess is off); there is nothing to rotate.");
            }

            var (plan, why) = await decide(state);
            return plan is null ? PlanResult.Refused(why!) : PlanResult.Of(plan);
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, Permission) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <summary>Reads all sides.</summary>
    public async Task<StorageState> ReadAsync(Credential credential, CancellationToken cancellationToken)
    {
        if (!ArmTarget.TryParse(credential.StorageAccount!, StorageAccount.Type, out var id, out var reason))
        {
            throw new JsonException(reason);
        }

        var account = await doors.Accounts.ReadAsync(id, cancellationToken);
        var locks = await new Protections(doors.Arm).FindAsync(id, account.Tags, cancellationToken);
        var (secret, vault) = await doors.Vaults.SecretAsync(credential.SecretId, cancellationToken);
        return new StorageState(credential, secret, locks ?? vault, account, await doors.Vaults.VersionsAsync(secret, cancellationToken));
    }

    /// <summary>A plan that makes one key anew.</summary>
    public static ActionPlan Plan(string action, StorageState state, string key, string after, string summary, string byHand) => new()
    {
        Action = action,
        Target = new ActionTarget(state.Account.Id.ToString().ToLowerInvariant(), state.Account.Identity, state.Account.Name),
        Parameters = new JsonObject { ["credential"] = state.Credential.Name, ["key"] = key },
        Preconditions = new JsonObject { ["published"] = state.Newest!.Id, ["inUse"] = state.InUse },
        Before = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["key in use"] = state.InUse!,
            [Made] = state.Account.KeyTimes.GetValueOrDefault(key) ?? "not known",
        },
        After = new Dictionary<string, string>(StringComparer.Ordinal) { ["key in use"] = after, [Made] = "at execution" },
        Reversibility = Reversibility.Irreversible,
        Summary = summary,
        ByHand = byHand,
        CostPerHourDelta = 0,
        ProtectedBy = state.ProtectedBy,
    };

    /// <summary>What differs from the plan, or null.</summary>
    public static string? Difference(ActionPlan plan, StorageState state) =>
        state.Account.Identity != plan.Target.Identity ? $"{state.Account.Name} is another account of the same name than the one planned for."
        : state.Newest?.Id != plan.Preconditions["published"]?.ToString() || state.InUse != plan.Preconditions["inUse"]?.ToString() ? $"Another version of '{state.Credential.Name}' was published since the plan."
        : null;

    /// <summary>The command that makes a key anew.</summary>
    public static string Renew(StorageState state, string key) =>
        $"az storage account keys renew --subscription {ShellQuote.Of(state.Account.Id.SubscriptionId ?? string.Empty)} --resource-group {ShellQuote.Of(state.Account.Id.ResourceGroupName ?? string.Empty)} --account-name {ShellQuote.Of(state.Account.Name)} --key {(key == StorageAccount.Keys[0] ? "primary" : "secondary")}";
}

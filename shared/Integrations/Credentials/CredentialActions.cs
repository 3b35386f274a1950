using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>Every action on credentials by its name.</summary>
public static class CredentialActions
{
    /// <summary>What lint knows about every one.</summary>
    public static IReadOnlyList<ActionDescriptor> Descriptions { get; } =
        [
            AddAppSecret.Description, RevokeAppSecret.Description, RevokeSessions.Description, RotateVaultSecret.Description,
            RetireVaultSecret.Description, RotateStorageKey.Description, RetireStorageKey.Description,
        ];

    /// <summary>Builds the actions.</summary>
    public static IReadOnlyList<IAction> All(CredentialDoors doors) =>
        [
            new AddAppSecret(doors),
            new RevokeAppSecret(doors),
            new RevokeSessions(doors),
            new RotateVaultSecret(doors),
            new RetireVaultSecret(doors),
            new RotateStorageKey(doors),
            new RetireStorageKey(doors),
        ];
}

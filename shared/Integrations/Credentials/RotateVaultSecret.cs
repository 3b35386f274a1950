using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Credentials;

/// <summary><c>keyvault.rotate-secret</c>: adds a secret to the application that the catalogue names, and publishes it as the newest version of the vault's secret.</summary>
public sealed class RotateVaultSecret(CredentialDoors doors) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "keyvault.rotate-secret";

    private readonly SecretAddition _addition = new(doors);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = SecretAddition.Describe(ActionName, VaultSecretType.Name);

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken) => _addition.PlanAsync(Descriptor, request, cancellationToken);

    /// <inheritdoc/>
    public Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) => _addition.StartAsync(plan, operationId, cancellationToken);

    /// <inheritdoc/>
    public Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) => _addition.AdoptAsync(plan, operationId, cancellationToken);

    /// <inheritdoc/>
    public Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken) => _addition.PollAsync(plan, cancellationToken);
}

using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Integrations.Credentials;

/// <summary><c>app.add-secret</c>: adds a secret to an Entra application and publishes it in the vault that the catalogue names.</summary>
public sealed class AddAppSecret(CredentialDoors doors) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "app.add-secret";

    private readonly SecretAddition _addition = new(doors);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = SecretAddition.Describe(ActionName, GraphId.ApplicationType);

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

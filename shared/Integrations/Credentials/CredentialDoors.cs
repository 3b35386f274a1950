using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails.Claims;
using OpsAutomation.Core.Services;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.Graph;
using OpsAutomation.Integrations.KeyVault;
using OpsAutomation.Integrations.Storage;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>What every action on credentials needs: the doors to Graph, vaults and storage, and what the catalogue says of them.</summary>
public sealed class CredentialDoors
{
    private readonly IReadOnlyList<string> _own;

    /// <summary>Opens the doors; nothing is sent before it is asked for.</summary>
    /// <param name="arm">Azure Resource Manager.</param>
    /// <param name="credential">Who we are.</param>
    /// <param name="transport">What carries requests; null for the network.</param>
    /// <param name="calls">Takes note of every call.</param>
    /// <param name="services">Which credential is where, and which identities are left alone.</param>
    /// <param name="ownApplications">Client or object ids of our own applications.</param>
    /// <param name="claims">Who may send an operation now.</param>
    public CredentialDoors(
        ArmGateway arm, TokenCredential credential, HttpPipelineTransport? transport, IArmCallLog calls, ServiceCatalog services, IReadOnlyList<string> ownApplications,
        OperationClaims claims)
    {
        ArgumentNullException.ThrowIfNull(arm);
        (Arm, Services, Claims, _own) = (arm, services, claims, ownApplications);
        Graph = new GraphGateway(credential, transport, arm.Clock, calls);
        Vaults = new VaultGateway(arm, credential, transport, calls);
        Accounts = new StorageAccounts(arm);
    }

    internal ArmGateway Arm { get; }

    internal ServiceCatalog Services { get; }

    internal OperationClaims Claims { get; }

    internal GraphGateway Graph { get; }

    internal VaultGateway Vaults { get; }

    internal StorageAccounts Accounts { get; }

    internal TimeProvider Clock => Arm.Clock;

    /// <summary>The credential that a step is about, or why it cannot be told.</summary>
    internal (Credential? Credential, string? Refusal) Find(PlanRequest request)
    {
        var found = Services.CredentialsOf(request.ResourceId);
        if (Text(request.With, Parameters.Credential) is { } name)
        {
            found = [.. found.Where(c => c.Name == name)];
        }

        return found.Count switch
        {
            1 => (found[0], null),
            0 => (null, $"The catalogue lists no credential of {request.ResourceId}, so nobody says where it is published and who reads it."),
            _ => (null, $"The catalogue lists {found.Count} credentials of it ({string.Join(", ", found.Select(c => c.Name))}); the step must name one as 'credential'."),
        };
    }

    /// <summary>Why an application is never touched, or null.</summary>
    internal string? Untouchable(EntraApplication application) =>
        _own.Any(o => string.Equals(o, application.Id, StringComparison.OrdinalIgnoreCase) || string.Equals(o, application.AppId, StringComparison.OrdinalIgnoreCase))
            ? $"{application.Name} is an application of this automation; a person changes its secrets."
            : BreakGlass(GraphId.OfApplication(application.Id), application.Name);

    /// <summary>Why an identity is never touched, or null.</summary>
    internal string? BreakGlass(string id, string name) =>
        Services.BreakGlass.Contains(id, StringComparer.Ordinal) ? $"{name} is a break-glass identity; automation never touches it." : null;

    /// <summary>Reads an application's credential as it is on all sides, without any value.</summary>
    internal async Task<SecretState> ReadAsync(Credential credential, CancellationToken cancellationToken)
    {
        var (secret, protectedBy) = await Vaults.SecretAsync(credential.SecretId, cancellationToken);
        var versions = await Vaults.VersionsAsync(secret, cancellationToken);
        return new SecretState(credential, secret, protectedBy, await Graph.ApplicationAsync(credential.Application!, cancellationToken), versions);
    }

    /// <summary>The credential that a plan is about, as the catalogue has it now.</summary>
    /// <exception cref="JsonException">It is not listed any more: what the plan says cannot be done.</exception>
    internal Credential Of(ActionPlan plan) =>
        Services.Credentials.FirstOrDefault(c => c.Name == plan.Parameters["credential"]?.ToString())
        ?? throw new JsonException($"The catalogue lists the credential '{plan.Parameters["credential"]}' no more.");

    internal static string? Text(JsonObject with, ActionParameter parameter) =>
        with[parameter.Name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    internal static bool Flag(JsonObject with, ActionParameter parameter) =>
        with[parameter.Name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;
}

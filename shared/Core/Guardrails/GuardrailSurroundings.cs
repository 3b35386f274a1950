using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails;

/// <summary>What guardrails know besides their own settings and records.</summary>
/// <param name="Services">The service catalogue.</param>
/// <param name="OwnIdentities">Names of our own identities as the deployment knows them.</param>
public sealed record GuardrailSurroundings(ServiceCatalog Services, IReadOnlyList<string> OwnIdentities)
{
    /// <summary>Nothing is known.</summary>
    public static GuardrailSurroundings None { get; } = new(ServiceCatalog.Empty, []);
}

using Azure.Core;
using OpsAutomation.Core.Guardrails;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Reads locks and tags right before a change is sent.</summary>
public sealed class ProtectionReader(ArmGateway arm) : IProtectionReader
{
    private const string Subscriptions = "/subscriptions/";

    private readonly Protections _protections = new(arm);

    /// <inheritdoc/>
    public async Task<ProtectionReading> ReadAsync(string resourceId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resourceId);
        if (!resourceId.StartsWith(Subscriptions, StringComparison.OrdinalIgnoreCase))
        {
            return ProtectionReading.Free; // an object of Microsoft Graph: it has neither locks nor tags
        }

        if (!ArmTarget.IsResource(resourceId) || !ResourceIdentifier.TryParse(resourceId, out var id) || id is null)
        {
            return new ProtectionReading(null, "It is not the ARM id of a resource in a resource group.");
        }

        try
        {
            return new ProtectionReading(await _protections.FindAsync(id, cancellationToken));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new ProtectionReading(null, failure.Reason, failure.MayPass, failure.RetryAfter);
        }
    }
}

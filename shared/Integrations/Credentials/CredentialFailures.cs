using System.Text.Json;
using Azure;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>Judges what failed around a credential: with the permission that is missing, and without a word of what was sent.</summary>
internal static class CredentialFailures
{
    /// <summary>Judges a call that carried no secret; null when the exception is none of Azure's.</summary>
    public static ArmFailure? Of(Exception exception, TimeProvider clock, string permission)
    {
        var failure = ArmFailure.Of(exception, clock);
        return failure?.Kind == ArmFailureKind.Denied ? failure with { Reason = $"{failure.Reason} It needs {permission}." } : failure;
    }

    /// <summary>
    /// Judges a call that carried or brought a secret: status and code alone are told, since nobody knows what a service puts
    /// into its message.
    /// </summary>
    public static ArmFailure? OfSecret(Exception exception, TimeProvider clock, string permission)
    {
        if (ArmFailure.Of(exception, clock) is not { } failure)
        {
            return null;
        }

        if (exception is JsonException)
        {
            return failure with { Reason = "The answer could not be read." };
        }

        if (exception is not RequestFailedException { Status: > 0 } refused)
        {
            return failure;
        }

        var reason = $"Azure answered {refused.Status} {refused.ErrorCode}.".Replace(" .", ".", StringComparison.Ordinal);
        return failure.Kind switch
        {
            ArmFailureKind.Denied => failure with { Reason = $"{reason} It needs {permission}." },

            // Only a secret that was deleted and not purged answers so: time alone does not mend it.
            ArmFailureKind.Busy => failure with { Kind = ArmFailureKind.Conflict, Reason = $"{reason} The secret may be deleted and not purged: recover it, or purge it." },
            _ => failure with { Reason = reason },
        };
    }
}

using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.KeyVault;

/// <summary>A request that Key Vault's data plane refuses, in its own error shape.</summary>
internal sealed class VaultRefusal(int status, string code, string message, string? inner = null) : Exception(message)
{
    /// <summary>The answer that tells it.</summary>
    public SimResponse ToResponse()
    {
        var error = new JsonObject { ["code"] = code, ["message"] = Message };
        if (inner is not null)
        {
            error["innererror"] = new JsonObject { ["code"] = inner };
        }

        return SimResponse.Json(status, new JsonObject { ["error"] = error });
    }

    /// <summary>404 (Key Vault's wording).</summary>
    public static VaultRefusal NotFound(string name) => new(
        404, "SecretNotFound",
        $"A secret with (name/id) {name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.");

    /// <summary>409: a deleted secret keeps its name until it is recovered or purged (Key Vault's wording).</summary>
    public static VaultRefusal Deleted(string name) => new(
        409, "Conflict",
        $"Secret {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.",
        "ObjectIsDeletedButRecoverable");

    /// <summary>400: a parameter cannot be used.</summary>
    public static VaultRefusal Bad(string why) => new(400, "BadParameter", why);
}

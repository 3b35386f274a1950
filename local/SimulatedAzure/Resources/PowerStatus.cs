using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>Status entries of instance views, as Microsoft.Compute writes them.</summary>
internal static class PowerStatus
{
    /// <summary>An instance view with provisioning and power state.</summary>
    public static JsonObject InstanceView(string power, string provisioning, DateTimeOffset at) => new()
    {
        ["statuses"] = new JsonArray(Provisioning(provisioning, at), Power(power)),
    };

    /// <summary>The provisioning status entry.</summary>
    public static JsonObject Provisioning(string state, DateTimeOffset at) => new()
    {
        ["code"] = $"ProvisioningState/{state.ToLowerInvariant()}",
        ["level"] = state == "Failed" ? "Error" : "Info",
        ["displayStatus"] = $"Provisioning {state.ToLowerInvariant()}",
        ["time"] = Times.Wire(at),
    };

    private static JsonObject Power(string state)
    {
        // Compute has no "restarting" power state: a restarting machine reads as running.
        var shown = state == "restarting" ? "running" : state;
        return new JsonObject { ["code"] = $"PowerState/{shown}", ["level"] = "Info", ["displayStatus"] = $"VM {shown}" };
    }
}

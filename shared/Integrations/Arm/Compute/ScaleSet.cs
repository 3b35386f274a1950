using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Compute;

/// <summary>A virtual machine scale set as one read gave it.</summary>
/// <param name="Id">ARM id as Azure spells it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Identity">uniqueId, else the creation time: what a later namesake does not share.</param>
/// <param name="Capacity">Number of instances that it is told to have.</param>
/// <param name="Size">Size of an instance.</param>
/// <param name="Tier">Tier of the size, or null.</param>
/// <param name="State">Provisioning state.</param>
/// <param name="ETag">Version of this read, or null when Azure gave none.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record ScaleSet(
    ResourceIdentifier Id,
    string Name,
    string Identity,
    int Capacity,
    string Size,
    string? Tier,
    string State,
    string? ETag,
    IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>ARM type.</summary>
    public const string Type = "Microsoft.Compute/virtualMachineScaleSets";

    /// <summary>The provisioning state in which nothing is under way and nothing has failed.</summary>
    public const string Settled = "Succeeded";

    /// <summary>Whether the last operation ended without success.</summary>
    public bool Failed => State is "Failed" or "Canceled";
}

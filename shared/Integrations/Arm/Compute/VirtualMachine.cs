using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Compute;

/// <summary>A virtual machine as one read with its instance view gave it.</summary>
/// <param name="Id">ARM id as Azure spells it.</param>
/// <param name="Name">Its name.</param>
/// <param name="VmId">Its vmId: what a later namesake does not share.</param>
/// <param name="Size">Its size.</param>
/// <param name="Power">Power state: <c>running</c>, <c>stopped</c>, <c>deallocated</c>, or on the way to one of them.</param>
/// <param name="State">Provisioning state.</param>
/// <param name="IsSpot">Whether it runs on spare capacity (spot or low priority, or with an eviction policy).</param>
/// <param name="HasEphemeralDisk">Whether its OS disk lives on the host.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record VirtualMachine(
    ResourceIdentifier Id,
    string Name,
    string VmId,
    string Size,
    string Power,
    string State,
    bool IsSpot,
    bool HasEphemeralDisk,
    IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>ARM type.</summary>
    public const string Type = "Microsoft.Compute/virtualMachines";

    /// <summary>Version of this read, or null when Azure gave none.</summary>
    public string? ETag { get; init; }

    /// <summary>How many data disks it has.</summary>
    public int DataDisks { get; init; }

    /// <summary>The power state in which it works and costs.</summary>
    public const string Running = "running";

    /// <summary>The power state in which it holds no host, and its compute costs nothing.</summary>
    public const string Deallocated = "deallocated";

    /// <summary>
    /// Whether no operation is under way on it. Compute lets a newer operation preempt a running one, so one must not be
    /// begun meanwhile. A failed last operation is no hindrance: power operations are how that is mended.
    /// </summary>
    public bool Settled => State is "Succeeded" or "Failed" or "Canceled";
}

using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>
/// Sizes of virtual machines: a running machine may change to those of its own hardware (here: its family), one without a
/// host to every one.
/// </summary>
internal static class VmSizes
{
    // Name, cores, memory in MB, data disks, temporary disk in MB: as Azure documents them.
    private static readonly (string Name, int Cores, int Memory, int Disks, int Temporary)[] All =
    [
        ("Standard_D2s_v5", 2, 8192, 4, 0), ("Standard_D4s_v5", 4, 16384, 8, 0), ("Standard_D8s_v5", 8, 32768, 16, 0), ("Standard_D16s_v5", 16, 65536, 32, 0),
        ("Standard_D2ds_v5", 2, 8192, 4, 76800), ("Standard_D4ds_v5", 4, 16384, 8, 153600), ("Standard_D8ds_v5", 8, 32768, 16, 307200),
        ("Standard_E2s_v5", 2, 16384, 4, 0), ("Standard_E4s_v5", 4, 32768, 8, 0), ("Standard_E8s_v5", 8, 65536, 16, 0),
        ("Standard_B2ms", 2, 8192, 4, 16384), ("Standard_B4ms", 4, 16384, 8, 32768),
    ];

    /// <summary>What <c>vmSizes</c> answers for a machine.</summary>
    public static JsonObject Of(ResourceVersion machine) => new()
    {
        ["value"] = new JsonArray([.. Available(machine).Select(size => new JsonObject
        {
            ["name"] = size.Name,
            ["numberOfCores"] = size.Cores,
            ["osDiskSizeInMB"] = 1047552,
            ["resourceDiskSizeInMB"] = size.Temporary,
            ["memoryInMB"] = size.Memory,
            ["maxDataDiskCount"] = size.Disks,
        })]),
    };

    /// <summary>Whether a write changes the size; refused where the machine cannot have it.</summary>
    /// <exception cref="ArmRefusal">409 OperationNotAllowed, or 400 for a size that nobody knows.</exception>
    public static bool Change(ResourceVersion current, JsonObject next)
    {
        var wanted = next["properties"]?["hardwareProfile"]?["vmSize"]?.ToString() ?? string.Empty;
        if (wanted.Equals(Size(current), StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (All.All(size => !size.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArmRefusal(400, "InvalidParameter", $"The value {wanted} provided for the VM size is not valid.");
        }

        var found = Available(current).FirstOrDefault(size => size.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (found.Name is null)
        {
            throw new ArmRefusal(409, "OperationNotAllowed",
                $"Unable to resize the VM '{current.Id.Name}' because the requested size '{wanted}' is not available in the current hardware cluster.");
        }

        var disks = (current.Properties["storageProfile"]?["dataDisks"] as JsonArray)?.Count ?? 0;
        return disks <= found.Disks ? true : throw new ArmRefusal(409, "OperationNotAllowed",
            $"The maximum number of data disks allowed to be attached to a VM of this size is {found.Disks}.");
    }

    private static IEnumerable<(string Name, int Cores, int Memory, int Disks, int Temporary)> Available(ResourceVersion machine) =>
        All.Where(size => machine.State.Power == "deallocated" || Family(size.Name) == Family(Size(machine)));

    private static string Size(ResourceVersion machine) => machine.Properties["hardwareProfile"]?["vmSize"]?.ToString() ?? string.Empty;

    private static string Family(string size) => string.Concat(size.ToUpperInvariant().Where((letter, index) => index >= size.LastIndexOf('_') || !char.IsAsciiDigit(letter)));
}

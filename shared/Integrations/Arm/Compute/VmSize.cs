using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsAutomation.Integrations.Arm.Compute;

/// <summary>A size that a virtual machine may have.</summary>
/// <param name="Name">As ARM spells it, for example <c>Standard_D2s_v5</c>.</param>
/// <param name="Cores">Number of cores.</param>
/// <param name="DataDisks">The most data disks.</param>
/// <param name="TemporaryDisk">Whether it has a temporary disk: machines cannot change between sizes with and without.</param>
internal sealed record VmSize(string Name, int Cores, int DataDisks, bool TemporaryDisk)
{
    /// <summary>Reads an entry of <c>vmSizes</c>.</summary>
    /// <exception cref="JsonException">A field is absent.</exception>
    public static VmSize Of(JsonObject entry) =>
        entry["name"]?.ToString() is { Length: > 0 } name && Number(entry, "numberOfCores") is { } cores && Number(entry, "maxDataDiskCount") is { } disks
            ? new VmSize(name, cores, disks, Number(entry, "resourceDiskSizeInMB") is > 0)
            : throw new JsonException("A size lacks its name, cores or data disks.");

    /// <summary>What names that differ only in the number of cores have in common: <c>Standard_D#s_v5</c>.</summary>
    public static string Family(string size)
    {
        var at = size.LastIndexOf("_v", StringComparison.OrdinalIgnoreCase);
        return string.Concat(size.Select((letter, index) => char.IsAsciiDigit(letter) && (at < 0 || index < at) ? "#" : letter.ToString())).Replace("##", "#", StringComparison.Ordinal);
    }

    private static int? Number(JsonObject entry, string name) => entry[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}

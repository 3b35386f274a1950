namespace OpsAutomation.Core.Cost.Rightsizing;

/// <summary>What can be idle or too large.</summary>
public enum SizedKind
{
    /// <summary>A virtual machine.</summary>
    Machine,

    /// <summary>A scale set.</summary>
    ScaleSet,

    /// <summary>An App Service plan.</summary>
    Plan,

    /// <summary>A managed disk.</summary>
    Disk,

    /// <summary>A public address.</summary>
    Address,

    /// <summary>A snapshot of a disk.</summary>
    Snapshot,
}

/// <summary>A size that can be had.</summary>
/// <param name="Name">As ARM spells it.</param>
/// <param name="Family">Sizes of one family run on the same kind of hardware.</param>
/// <param name="Cores">Cores.</param>
/// <param name="MemoryGiB">Memory.</param>
/// <param name="DataDisks">Most data disks.</param>
/// <param name="NetworkMbps">Network, or null when the catalogue does not say.</param>
/// <param name="TemporaryDisk">Whether it has a temporary disk; a machine cannot change between with and without.</param>
/// <param name="Zones">Zones in which it can be had; empty: all.</param>
/// <param name="QuotaLeft">Cores that the quota has left, or null when it is not known.</param>
/// <param name="PerHour">Price, or null when it is not known.</param>
public sealed record SizeOffer(
    string Name, string Family, int Cores, double MemoryGiB, int DataDisks, double? NetworkMbps, bool TemporaryDisk, IReadOnlyList<string> Zones, int? QuotaLeft, double? PerHour);

/// <summary>What was measured of one thing, an hour a number: its peak in that hour, in per cent of what the size has. Null: not measured.</summary>
public sealed record Utilisation
{
    /// <summary>Time of the first hour.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Processor, the peak of each hour in per cent; a hole is null.</summary>
    public required IReadOnlyList<double?> Processor { get; init; }

    /// <summary>Memory in per cent, or null where the platform does not tell it: unknown stays unknown.</summary>
    public IReadOnlyList<double?>? Memory { get; init; }

    /// <summary>Network in Mbit/s, or null.</summary>
    public IReadOnlyList<double?>? Network { get; init; }
}

/// <summary>A thing that is paid for.</summary>
public sealed record SizedResource
{
    /// <summary>ARM id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required SizedKind Kind { get; init; }

    /// <summary>Its size, for machines, scale sets and plans.</summary>
    public SizeOffer? Size { get; init; }

    /// <summary>Its data disks.</summary>
    public int DataDisks { get; init; }

    /// <summary>Its zone, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>Instances.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>For disks and addresses: attached to something; for snapshots: its disk still exists.</summary>
    public bool InUse { get; init; } = true;

    /// <summary>Since when it is as it is; null when not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What it costs a month as billed, or null.</summary>
    public double? PerMonth { get; init; }

    /// <summary>Whether it bursts: its size lends what it saved up, so a mean says little about it.</summary>
    public bool Bursts { get; init; }
}

using MathNet.Numerics.Statistics;

namespace OpsAutomation.Core.Cost.Rightsizing;

/// <summary>
/// Judges from percentiles with the peaks kept. The thresholds are those of Azure Advisor where it publishes them (a machine is idle
/// below 3 % of processor at the 95th percentile; a smaller size must keep the 95th percentile below 80 %), over 14 days instead of 7.
/// </summary>
public static class SizingRules
{
    /// <summary>Least days of measurements.</summary>
    public const int LeastDays = 14;

    private const double IdleProcessor = 3;
    private const double IdleNetworkMbps = 0.5;
    private const double Room = 80;
    private const double PeakRoom = 95;
    private const double MostHoles = 0.1;
    private const double HoursPerMonth = 730;
    private const int OpenFrom = 7;
    private const int OpenTo = 19;
    private static readonly TimeSpan Unused = TimeSpan.FromDays(30);

    /// <summary>Judges one thing.</summary>
    /// <param name="resource">What it is.</param>
    /// <param name="use">What was measured; null where nothing was.</param>
    /// <param name="offers">Sizes of the catalogue.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">Zone of the business hours.</param>
    public static Advice Judge(SizedResource resource, Utilisation? use, IReadOnlyList<SizeOffer> offers, DateTimeOffset now, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(offers);
        return resource.Kind is SizedKind.Disk or SizedKind.Address or SizedKind.Snapshot ? Leftover(resource, now)
            : use is null ? Nothing(resource, "Nothing was measured: what is not known is no idleness.")
            : ByUse(resource, use, offers, zone);
    }

    private static Advice Leftover(SizedResource resource, DateTimeOffset now) =>
        resource.InUse ? Nothing(resource, "It is in use.")
        : resource.Since is not { } since ? Nothing(resource, "Nothing uses it, but since when is not known.")
        : now - since < Unused ? Nothing(resource, FormattableString.Invariant($"Nothing uses it since {since:yyyy-MM-dd}; {Unused.TotalDays:0} days are waited for."))
        : new Advice(
            resource.Id, AdviceKind.Delete, null, 5, resource.PerMonth,
            resource.Kind == SizedKind.Address ? "medium: the address is lost, and whoever allows it by number loses us" : "high: what is on it is gone; keep a snapshot",
            [FormattableString.Invariant($"Nothing uses it since {since:yyyy-MM-dd}.")]);

    private static Advice ByUse(SizedResource resource, Utilisation use, IReadOnlyList<SizeOffer> offers, TimeZoneInfo zone)
    {
        var hours = use.Processor.Count;
        var known = use.Processor.Where(p => p is not null).Select(p => p!.Value).ToArray();
        if (hours < LeastDays * 24 || known.Length < hours * (1 - MostHoles))
        {
            return Nothing(resource, FormattableString.Invariant($"{known.Length} of {hours} hours were measured; {LeastDays} days with at most {MostHoles:0 %} holes are needed."));
        }

        var processor = Load.Of(known);
        var memory = use.Memory is null ? null : Load.Of([.. use.Memory.Where(m => m is not null).Select(m => m!.Value)]);
        var network = use.Network is null ? null : Load.Of([.. use.Network.Where(n => n is not null).Select(n => n!.Value)]);
        var evidence = new List<string>
        {
            $"Processor over {hours / 24} days: {processor}.",
            memory is null ? "Memory: unknown." : $"Memory: {memory}.",
            network is null ? "Network: unknown." : FormattableString.Invariant($"Network: {network.P95:0.##} Mbit/s at the 95th percentile, {network.Peak:0.##} at its peak."),
        };
        var fit = 5.0 - (memory is null ? 1.5 : 0) - (network is null ? 0.5 : 0) - (resource.Bursts ? 1 : 0) - (5 * (1 - (known.Length / (double)hours)));
        if (processor.P95 < IdleProcessor && network is { P95: < IdleNetworkMbps })
        {
            return new Advice(resource.Id, AdviceKind.SwitchOff, null, Math.Max(0, fit + (memory is null ? 1.5 : 0)), Monthly(resource), "medium: standby and month-end machines look idle, too", evidence);
        }

        if (BusinessHoursAlone(use, zone))
        {
            evidence.Add(FormattableString.Invariant($"Outside {OpenFrom}:00 to {OpenTo}:00 on weekdays it never rose above {IdleProcessor} %."));
            return new Advice(resource.Id, AdviceKind.OffHours, null, Math.Max(0, fit), Monthly(resource) * (1 - ((OpenTo - OpenFrom) * 5 / 168.0)), "medium: what runs at night by chance was not seen", evidence);
        }

        return resource.Instances > 1 ? Fewer(resource, processor, memory, fit, evidence) : Smaller(resource, processor, memory, network, offers, fit, evidence);
    }

    private static Advice Fewer(SizedResource resource, Load processor, Load? memory, double fit, List<string> evidence)
    {
        var wanted = resource.Instances;
        while (wanted > 1 && Fits(processor, (double)resource.Instances / (wanted - 1)) && (memory is null || Fits(memory, (double)resource.Instances / (wanted - 1))))
        {
            wanted--;
        }

        // One instance is no redundancy: the last step is a person's.
        wanted = Math.Max(wanted, Math.Min(2, resource.Instances));
        return wanted == resource.Instances
            ? Nothing(resource, "Its instances are used.", evidence)
            : new Advice(
                resource.Id, AdviceKind.FewerInstances, FormattableString.Invariant($"{wanted}"), Math.Max(0, fit),
                Monthly(resource) * (resource.Instances - wanted) / resource.Instances, "low: instances come back in minutes", evidence);
    }

    private static Advice Smaller(SizedResource resource, Load processor, Load? memory, Load? network, IReadOnlyList<SizeOffer> offers, double fit, List<string> evidence)
    {
        if (resource.Size is not { } size)
        {
            return Nothing(resource, "Its size is in no catalogue.", evidence);
        }

        var refused = new List<string>();
        var candidate = offers.Where(o => o.Cores < size.Cores || (o.Cores == size.Cores && o.PerHour < size.PerHour))
            .Where(o => Allowed(resource, size, o, processor, memory, network) is not { } why || Refuse(refused, o, why))
            .OrderBy(o => o.PerHour ?? double.MaxValue).ThenBy(o => o.Cores).ThenBy(o => o.Name, StringComparer.Ordinal).FirstOrDefault();
        evidence.AddRange(refused.Take(3));
        return candidate is null
            ? Nothing(resource, "No smaller size fits.", evidence)
            : new Advice(
                resource.Id, AdviceKind.Resize, candidate.Name, Math.Max(0, fit), (size.PerHour - candidate.PerHour) * HoursPerMonth,
                memory is null ? "high: its memory is not known" : processor.Peak * size.Cores / candidate.Cores > Room ? "medium: peaks come near to what is left" : "low: it restarts once", evidence);
    }

    private static bool Refuse(List<string> refused, SizeOffer offer, string why)
    {
        refused.Add($"Not {offer.Name}: {why}.");
        return false;
    }

    private static string? Allowed(SizedResource resource, SizeOffer size, SizeOffer offer, Load processor, Load? memory, Load? network) =>
        !offer.Family.Equals(size.Family, StringComparison.OrdinalIgnoreCase) ? "another kind of hardware"
        : offer.TemporaryDisk != size.TemporaryDisk ? "with and without a temporary disk do not mix"
        : offer.DataDisks < resource.DataDisks ? FormattableString.Invariant($"it takes {offer.DataDisks} data disks, {resource.DataDisks} are attached")
        : resource.Zone is { } zone && offer.Zones.Count > 0 && !offer.Zones.Contains(zone) ? $"not to be had in zone {zone}"
        : offer.QuotaLeft < offer.Cores ? "the quota has no cores left for it"
        : !Fits(processor, (double)size.Cores / offer.Cores) ? "its processor would be too small"
        : memory is not null && !Fits(memory, size.MemoryGiB / offer.MemoryGiB) ? "its memory would be too small"
        : network is not null && offer.NetworkMbps is { } most && network.Peak > most * Room / 100 ? "its network would be too small"
        : null;

    private static bool Fits(Load load, double factor) => load.P95 * factor <= Room && load.P99 * factor <= PeakRoom;

    private static double? Monthly(SizedResource resource) =>
        resource.PerMonth ?? (resource.Size?.PerHour is { } hour ? hour * HoursPerMonth * resource.Instances : null);

    private static bool BusinessHoursAlone(Utilisation use, TimeZoneInfo zone)
    {
        var (closed, openPeak) = (new List<double>(), 0.0);
        for (var i = 0; i < use.Processor.Count; i++)
        {
            var local = TimeZoneInfo.ConvertTime(use.From.AddHours(i), zone);
            var open = local.Hour is >= OpenFrom and < OpenTo && local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
            if (use.Processor[i] is not { } load)
            {
                return false;
            }

            openPeak = open ? Math.Max(openPeak, load) : openPeak;
            if (!open)
            {
                closed.Add(load);
            }
        }

        return closed.Count > 0 && closed.Max() < IdleProcessor && openPeak >= 2 * IdleProcessor;
    }

    private static Advice Nothing(SizedResource resource, string why, IReadOnlyList<string>? evidence = null) =>
        new(resource.Id, AdviceKind.None, null, 0, null, "none", [.. evidence ?? [], why]);

    private sealed record Load(double Median, double P95, double P99, double Peak)
    {
        public static Load Of(double[] values) => values.Length == 0
            ? new Load(double.NaN, double.NaN, double.NaN, double.NaN)
            : new Load(values.Median(), values.Quantile(0.95), values.Quantile(0.99), values.Max());

        public override string ToString() => FormattableString.Invariant($"median {Median:0.#} %, 95th percentile {P95:0.#} %, 99th {P99:0.#} %, peak {Peak:0.#} %");
    }
}

using OpsAutomation.SimulatedAzure.Resources;

namespace OpsAutomation.SimulatedAzure.Metrics;

/// <summary>
/// A metric's value: a pure function of model, state history, overrides, minute and seed. The same question has the same answer
/// in every run and after every restart.
/// </summary>
/// <param name="Resource">Key of the resource; part of the noise.</param>
/// <param name="Model">How the metric behaves.</param>
/// <param name="History">Versions of the resource, oldest first, at least one.</param>
/// <param name="Overrides">Overrides, newest first.</param>
/// <param name="Epoch">Start of the estate.</param>
/// <param name="Seed">Seed.</param>
internal sealed record MetricCurve(
    string Resource, MetricModel Model, IReadOnlyList<ResourceVersion> History, IReadOnlyList<MetricOverride> Overrides, DateTimeOffset Epoch, int Seed)
{
    /// <summary>Value of one minute; null when there is none.</summary>
    /// <param name="minute">Start of the minute.</param>
    public double? At(DateTimeOffset minute)
    {
        if (Overrides.FirstOrDefault(one => one.Holds(minute)) is { } replaced)
        {
            return Held(replaced.Points, minute - replaced.From);
        }

        var number = minute.UtcTicks / TimeSpan.TicksPerMinute;
        if (Model.Gaps > 0 && Chance.Unit(Seed, $"gap {Resource} {Model.Name}", number) < Model.Gaps)
        {
            return null;
        }

        if (Plain(minute) is not { } value)
        {
            return null;
        }

        var noise = Model.Noise == 0 ? 0 : Model.Noise * ((2 * Chance.Unit(Seed, $"noise {Resource} {Model.Name}", number)) - 1);
        return Math.Clamp(value + noise, Model.Minimum, Model.Maximum ?? double.MaxValue);
    }

    private double? Plain(DateTimeOffset minute)
    {
        if (Model.Fault is { } fault)
        {
            return Serving(minute) == 0 ? null : IsBad(fault, minute) ? fault.Bad : fault.Good;
        }

        if (Model.Script is { } script)
        {
            return Held(script, minute - Epoch);
        }

        var load = Model.Load!;
        var total = load.Ramp ? Between(load.Points, minute - Epoch) : Held(load.Points, minute - Epoch);
        if (!load.PerInstance)
        {
            return total;
        }

        var serving = Serving(minute - load.Lag);
        return serving == 0 ? null : total / serving;
    }

    /// <summary>Instances that served at a time; before the first version, that version's.</summary>
    private int Serving(DateTimeOffset time) => (History.LastOrDefault(version => version.At <= time) ?? History[0]).State.Serving;

    private bool IsBad(FaultModel fault, DateTimeOffset minute)
    {
        var began = Epoch + fault.From;
        if (minute < began && fault.From > TimeSpan.Zero)
        {
            return false;
        }

        return !History.Any(version => version.State.Restarted is { } restarted && restarted >= began && restarted + fault.HealsAfter <= minute);
    }

    private static double Held(IReadOnlyList<MetricPoint> points, TimeSpan at) => (points.LastOrDefault(point => point.At <= at) ?? points[0]).Value;

    private static double Between(IReadOnlyList<MetricPoint> points, TimeSpan at)
    {
        for (var i = 1; i < points.Count; i++)
        {
            if (at < points[i].At)
            {
                var (from, to) = (points[i - 1], points[i]);
                var part = Math.Clamp((at - from.At) / (to.At - from.At), 0, 1);
                return from.Value + (part * (to.Value - from.Value));
            }
        }

        return points[^1].Value;
    }
}

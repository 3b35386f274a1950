namespace OpsAutomation.SimulatedAzure.Metrics;

/// <summary>How one metric of one resource behaves. Exactly one of load, fault and script is set.</summary>
internal sealed record MetricModel
{
    /// <summary>Metric name as Azure Monitor spells it, for example <c>Percentage CPU</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Percent, Count, Bytes, Seconds, …</summary>
    public required string Unit { get; init; }

    /// <summary>Primary aggregation: Average or Total.</summary>
    public required string Aggregation { get; init; }

    /// <summary>Load shared by the capacity that serves it.</summary>
    public LoadModel? Load { get; init; }

    /// <summary>A fault that lasts until a restart.</summary>
    public FaultModel? Fault { get; init; }

    /// <summary>Scripted values, held until the next point.</summary>
    public IReadOnlyList<MetricPoint>? Script { get; init; }

    /// <summary>Largest deviation by noise, either way, in the metric's unit.</summary>
    public double Noise { get; init; }

    /// <summary>Lower bound of the value.</summary>
    public double Minimum { get; init; }

    /// <summary>Upper bound of the value, or null.</summary>
    public double? Maximum { get; init; }

    /// <summary>How long after its end a minute can be read.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Probability from 0 to 1 that a minute has no value.</summary>
    public double Gaps { get; init; }
}

/// <summary>Load over time and how capacity answers to it.</summary>
/// <param name="Ramp">True: straight lines between the points. False: each point holds until the next.</param>
/// <param name="Points">Load by offset from the estate's start.</param>
/// <param name="PerInstance">True: the value is load divided by the instances that serve.</param>
/// <param name="Lag">How long after a capacity change its effect shows.</param>
internal sealed record LoadModel(bool Ramp, IReadOnlyList<MetricPoint> Points, bool PerInstance, TimeSpan Lag);

/// <summary>Bad from a time until a restart heals it.</summary>
/// <param name="From">Offset from the estate's start; zero means that it was bad before, too.</param>
/// <param name="Bad">Value while bad.</param>
/// <param name="Good">Value while good.</param>
/// <param name="HealsAfter">How long after the restart the value is good again.</param>
internal sealed record FaultModel(TimeSpan From, double Bad, double Good, TimeSpan HealsAfter);

/// <summary>A value at an offset from the estate's start.</summary>
internal sealed record MetricPoint(TimeSpan At, double Value);

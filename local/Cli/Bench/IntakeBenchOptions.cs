namespace OpsAutomation.Cli.Bench;

/// <summary>How <c>ops bench intake</c> measures.</summary>
internal sealed record IntakeBenchOptions
{
    /// <summary>Pairs of runs, one of each side.</summary>
    public required int Pairs { get; init; }

    /// <summary>Seconds of a run that count.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds before, thrown away.</summary>
    public required double WarmUp { get; init; }

    /// <summary>Connections of the load generator.</summary>
    public required int Connections { get; init; }

    /// <summary>Alerts that are active when memory is measured.</summary>
    public required long Active { get; init; }

    /// <summary>Alerts of each disposition run.</summary>
    public required long Alerts { get; init; }

    /// <summary>Alerts per second of the latency run.</summary>
    public required double Rate { get; init; }

    /// <summary>The catalogue.</summary>
    public required string Catalog { get; init; }

    /// <summary>Names of the measurements to make: distinct, duplicates, dispositions, latency, memory.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Told what is being done.</summary>
    public required Action<string> Say { get; init; }
}

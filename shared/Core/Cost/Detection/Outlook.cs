using System.Runtime.InteropServices;

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>What is expected of one day.</summary>
/// <param name="Amount">The amount.</param>
/// <param name="Deviation">One robust standard deviation, in money.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Expectation(double Amount, double Deviation);

/// <summary>What is expected of the days after a series.</summary>
public sealed class Outlook
{
    private readonly Model? _model;
    private readonly DateOnly _first;

    internal Outlook(Model? model, DateOnly first, DateOnly next) => (_model, _first, Next) = (model, first, next);

    /// <summary>The first day that is not known.</summary>
    public DateOnly Next { get; }

    /// <summary>Relative uncertainty of the level itself, which all days share.</summary>
    public double LevelUncertainty => _model?.LevelUncertainty ?? double.NaN;

    /// <summary>What is expected of a day, or null while too little is known.</summary>
    public Expectation? Of(DateOnly day) => _model is { Ready: true } ? _model.Expect(day.DayNumber - _first.DayNumber, day) : null;
}

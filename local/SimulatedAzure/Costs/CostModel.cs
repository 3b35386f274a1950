using OpsAutomation.SimulatedAzure.Metrics;

namespace OpsAutomation.SimulatedAzure.Costs;

/// <summary>What one resource costs a day: a function of the day and the seed, so that the same question has the same answer.</summary>
internal sealed record CostModel
{
    /// <summary>Service, as the billing names it, for example <c>Virtual Machines</c>.</summary>
    public required string Service { get; init; }

    /// <summary>Meter, for example <c>D4s v5</c>.</summary>
    public required string Meter { get; init; }

    /// <summary>Resource group.</summary>
    public required string Group { get; init; }

    /// <summary>ARM id, or the name of something that has none.</summary>
    public required string Resource { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>Usage, Purchase or Refund.</summary>
    public required string Charge { get; init; }

    /// <summary>Tags.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>A weekday at the estate's start.</summary>
    public required double PerDay { get; init; }

    /// <summary>Growth a year, 0.1 for a tenth.</summary>
    public double Growth { get; init; }

    /// <summary>What a Saturday or Sunday costs of a weekday.</summary>
    public double Weekend { get; init; } = 1;

    /// <summary>What is added on the first of a month.</summary>
    public double MonthStart { get; init; }

    /// <summary>Largest seeded deviation either way, as a part.</summary>
    public double Noise { get; init; }

    /// <summary>Incidents.</summary>
    public IReadOnlyList<CostIncident> Incidents { get; init; } = [];

    /// <summary>Amount of a day in cents' precision; zero before it exists.</summary>
    /// <param name="day">The day, in UTC.</param>
    /// <param name="epoch">Day of the estate's start.</param>
    /// <param name="seed">Seed of the simulation.</param>
    public decimal On(DateOnly day, DateOnly epoch, int seed)
    {
        var since = day.DayNumber - epoch.DayNumber;
        var amount = PerDay * (1 + (Growth * since / 365)) * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Weekend : 1);
        amount *= Incidents.Where(i => since >= i.FromDay && since < i.FromDay + i.Days).Aggregate(1.0, (f, i) => f * i.Factor);
        amount *= 1 + (Noise * ((2 * Chance.Unit(seed, $"cost {Resource} {Meter}", day.DayNumber)) - 1));
        return Math.Round((decimal)(amount + (day.Day == 1 ? MonthStart : 0)), 4);
    }
}

/// <summary>Days on which something costs more or less.</summary>
/// <param name="FromDay">First day, counted from the estate's start; below zero for days before it.</param>
/// <param name="Days">How many.</param>
/// <param name="Factor">What a day is multiplied by.</param>
internal sealed record CostIncident(int FromDay, int Days, double Factor);

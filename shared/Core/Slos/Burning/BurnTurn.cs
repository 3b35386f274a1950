namespace OpsAutomation.Core.Slos.Burning;

/// <summary>What a rule fired for and since when; one row of an objective's state.</summary>
/// <param name="Rule">Key of the rule.</param>
/// <param name="Since">When it began to fire.</param>
/// <param name="LastBurning">When it was last seen burning.</param>
public sealed record BurnStanding(string Rule, DateTimeOffset Since, DateTimeOffset LastBurning);

/// <summary>Something to tell: a rule began to fire, or ended.</summary>
/// <param name="Reading">The reading that says so.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it fires.</param>
public sealed record BurnTurn(BurnReading Reading, DateTimeOffset StartedAt, DateTimeOffset? EndedAt)
{
    /// <summary>How long a burning must go on before risky automation is kept back.</summary>
    public static readonly TimeSpan FreezeAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// Follows standings with new readings: pure, and the same readings twice tell nothing twice. Unknown begins nothing and
    /// ends nothing, so a gap in the telemetry neither pages nor says that all is well.
    /// </summary>
    /// <param name="standings">What fires.</param>
    /// <param name="readings">One for each rule.</param>
    /// <param name="now">The moment.</param>
    public static (IReadOnlyList<BurnStanding> Standings, IReadOnlyList<BurnTurn> Turns) Follow(
        IReadOnlyList<BurnStanding> standings, IReadOnlyList<BurnReading> readings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(standings);
        ArgumentNullException.ThrowIfNull(readings);
        var (kept, turns) = (new List<BurnStanding>(), new List<BurnTurn>());
        foreach (var reading in readings)
        {
            var stands = standings.FirstOrDefault(s => s.Rule == reading.Rule.Key);
            switch (reading.State)
            {
                case BurnState.Burning when stands is null:
                    kept.Add(new BurnStanding(reading.Rule.Key, now, now));
                    turns.Add(new BurnTurn(reading, now, null));
                    break;
                case BurnState.Burning:
                    kept.Add(stands with { LastBurning = now });
                    break;
                case BurnState.Normal when stands is not null:
                    turns.Add(new BurnTurn(reading, stands.Since, now));
                    break;
                case BurnState.Unknown when stands is not null:
                    kept.Add(stands);
                    break;
            }
        }

        return (kept, turns);
    }

    /// <summary>Since when risky automation is kept back, or null when it is not.</summary>
    /// <param name="standings">What fires.</param>
    /// <param name="now">The moment.</param>
    public static DateTimeOffset? FrozenSince(IReadOnlyList<BurnStanding> standings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(standings);
        return standings.FirstOrDefault(s => s.Rule == BurnRule.Freezing.Key) is { } stands && now - stands.Since >= FreezeAfter ? stands.Since + FreezeAfter : null;
    }
}

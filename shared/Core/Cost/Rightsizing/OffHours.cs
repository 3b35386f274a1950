namespace OpsAutomation.Core.Cost.Rightsizing;

/// <summary>What was before it was switched off, so that the same comes back: how many, and of which size.</summary>
/// <param name="Running">Whether it ran.</param>
/// <param name="Instances">Instances, or null for a single machine.</param>
/// <param name="Size">Size, or null.</param>
/// <param name="At">When it was seen.</param>
public sealed record RememberedState(bool Running, int? Instances, string? Size, DateTimeOffset At);

/// <summary>What is to be done now.</summary>
public enum OffHoursStep
{
    /// <summary>Nothing.</summary>
    Leave,

    /// <summary>Remember how it is, then switch it off.</summary>
    SwitchOff,

    /// <summary>Give it back what was remembered.</summary>
    SwitchOn,
}

/// <summary>Hours in which a thing runs, by a wall clock; outside of them it is off.</summary>
/// <param name="From">Opening.</param>
/// <param name="To">Closing, later on the same day.</param>
/// <param name="Days">Days on which it opens.</param>
/// <param name="Zone">Zone of the wall clock.</param>
public sealed record OffHours(TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days, TimeZoneInfo Zone)
{
    /// <summary>
    /// Decides with a reason. What somebody switched off himself, so that nothing is remembered, is not switched on; what somebody
    /// switched on outside the hours is left on, for that was meant.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="running">Whether it runs now.</param>
    /// <param name="remembered">What was remembered when we switched it off, or null.</param>
    public (OffHoursStep Step, string Reason) Decide(DateTimeOffset now, bool running, RememberedState? remembered)
    {
        var local = TimeZoneInfo.ConvertTime(now, Zone);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        var open = Days.Contains(local.DayOfWeek) && time >= From && time < To;
        return (open, running, remembered) switch
        {
            (true, false, { Running: true }) => (OffHoursStep.SwitchOn, "Its hours have begun; it gets back what it had."),
            (true, false, _) => (OffHoursStep.Leave, "It is off, and not by us."),
            (true, true, _) => (OffHoursStep.Leave, "It runs, as it should."),
            (false, true, not null) => (OffHoursStep.Leave, "Somebody switched it on outside its hours; that was meant."),
            (false, true, null) => (OffHoursStep.SwitchOff, "Its hours are over."),
            (false, false, _) => (OffHoursStep.Leave, "It is off, as it should."),
        };
    }
}
